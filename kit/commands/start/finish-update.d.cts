/** Carries out the plan in `.kit/update/now`. Returns what has been edited since the plan was made. */
export function finish(root: string): string[]
/** Returns whether another process carries out the plan right now. */
export function isUnderWay(root: string): boolean
/** Returns a hash of the bytes of a file, null if there is none, and "other" for a folder or a link. */
export function hashOf(file: string): string | null
