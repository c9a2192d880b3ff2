import { posix } from 'node:path'
import { manifest, wholeKit, type Part } from '../../course/manifest.ts'

const filesOf = (parts: readonly Part[]): string[] => [
  ...new Set(parts.flatMap(({ todos }) => todos.map(({ file }) => file))),
]

/** The files in which learners work, by their paths below `assignments/`. */
export const COURSE_FILES: readonly string[] = filesOf(manifest)

/** The same, with those of the parts that the course leaves out. A learner may have them all the same. */
export const KIT_FILES: readonly string[] = filesOf(wholeKit)

/** The folders of the parts that have such files. */
export const PART_FOLDERS: readonly string[] = [...new Set(COURSE_FILES.map((file) => posix.dirname(file)))]

const byName = new Map(COURSE_FILES.map((file) => [posix.basename(file), file]))

/** Returns the path below `assignments/` of the course's file with this name, which no other part has. */
export const courseFileNamed = (name: string): string | undefined => byName.get(name)
