import { posix } from 'node:path'
import { manifest } from '../../course/manifest.ts'

/** The files in which learners work, by their paths below `assignments/`. */
export const COURSE_FILES: readonly string[] = [
  ...new Set(manifest.flatMap(({ todos }) => todos.map(({ file }) => file))),
]

/** The folders of the parts that have such files. */
export const PART_FOLDERS: readonly string[] = [...new Set(COURSE_FILES.map((file) => posix.dirname(file)))]

const byName = new Map(COURSE_FILES.map((file) => [posix.basename(file), file]))

/** Returns the path below `assignments/` of the course's file with this name, which no other part has. */
export const courseFileNamed = (name: string): string | undefined => byName.get(name)
