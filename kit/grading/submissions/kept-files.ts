/** Returns whether the name is that of an archive that can be opened. */
export const isArchive = (name: string): boolean => /\.(?:zip|tgz|tar|tar\.gz)$/i.test(name)

/** Returns whether the name is that of an archive of another kind, which only other programs can open. */
export const isOtherArchive = (name: string): boolean =>
  /\.(?:rar|7z|xz|txz|bz2|tbz2?|zst|gz|lz|lzma)$/i.test(name) && !isArchive(name)

/** Returns a name without the ending of an archive or of a bare repository. */
export const withoutEnding = (name: string): string =>
  name.replace(/\.(?:zip|tgz|tar\.gz|tar|rar|7z|tar\.xz|txz|tar\.bz2|tbz2?|tar\.zst|git)$/i, '')

/** Returns whether a file may be one that grading reads: code, notes, or what the kit consists of. */
export const isCourseMaterial = (path: string): boolean => /\.(?:[cm]?[jt]s|json|md|yml)$/i.test(path)
