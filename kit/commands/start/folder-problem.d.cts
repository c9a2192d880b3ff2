/** Why the kit cannot work in a folder, as a sentence without its end; undefined if it can. */
export function folderProblem(folder: string): string | undefined
