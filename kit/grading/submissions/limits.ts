const MB = 2 ** 20

/** How much of a submission is looked at. Whatever lies beyond a limit is left out, and a note says so. */
export const LIMITS = {
  /** Files and folders of one folder or archive. */
  entries: 100_000,
  /** Files and folders of a single folder. */
  children: 20_000,
  /** Files and folders of one folder or archive, with those of tools, and with names that occur more than once. */
  seen: 500_000,
  /** Folders inside folders. */
  depth: 32,
  /** Bytes of a file that is read. */
  fileBytes: MB,
  /** Bytes of an archive inside an archive or a folder. */
  archiveBytes: 256 * MB,
  /** Bytes that an archive may unpack to, where it can only be read from its start to its end. */
  unpackedBytes: 1024 * MB,
  /** How many times larger such an archive may become, if it becomes larger than `bombBytes`. */
  bombRatio: 100,
  bombBytes: 32 * MB,
  /** Bytes that are kept in memory from such an archive, or from a Git repository. */
  keptBytes: 256 * MB,
  /** Bytes that Git may take at once to unpack an object. */
  gitBytes: 64 * MB,
  /** Characters of a path. */
  pathLength: 1000,
  /** Files that a learner may add to those of the course. */
  ownFiles: 100,
  /** Archives inside one submission that are opened. */
  innerArchives: 5,
} as const
