import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ANSWERS_FOLDER } from '../../course/answers/index.ts'
import { COURSE_FILE } from '../../course/course-settings.ts'
import { MISTAKES_FOLDER } from '../../course/mistakes/index.ts'
import { packSolutions, readSolutions, SOLUTIONS_FILE, textsIn } from '../../course/solutions.ts'
import { readStubs, STUBS_FILE } from '../../course/stubs.ts'
import { writeWithFolders } from '../../system/write-with-folders.ts'
import { root } from '../../system/root.ts'

/** The folders and files of the kit that grading needs. The rest is for authors and learners. */
const NEEDED = [
  '.npmrc',
  'LICENSE',
  'assignments',
  'checks',
  'data',
  'kit',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.cjs',
]

/**
 * Copies what grading needs into an empty folder: the kit's tracked files with untouched stubs, and the solutions packed.
 *
 * @param withSolutions - whether the solutions are in it, and the texts that show what they look like
 * @throws UserError when the solutions cannot be read
 */
export function copyKitForGrading(target: string, withSolutions: boolean): void {
  const stubs = readStubs(root)
  const files = trackedFiles().filter((path) => !isReplaced(path))
  // The settings of a course belong to the teacher, and may not be tracked.
  for (const path of [...files, COURSE_FILE].filter((name) => existsSync(join(root, name))))
    cpSync(join(root, path), join(target, path))
  for (const [path, stub] of stubs) writeWithFolders(join(target, 'assignments', path), stub)
  writeWithFolders(join(target, STUBS_FILE), packSolutions(stubs))
  if (!withSolutions) return
  const texts = [...readSolutions(root), ...textsIn(MISTAKES_FOLDER, root)]
  writeWithFolders(join(target, SOLUTIONS_FILE), packSolutions(new Map(texts)))
}

/** Returns whether a file is left out because it shows solutions, or is written in another way. */
const isReplaced = (path: string): boolean =>
  [SOLUTIONS_FILE, STUBS_FILE].includes(path) ||
  (path.startsWith('assignments/') && path.endsWith('.ts')) ||
  [MISTAKES_FOLDER, ANSWERS_FOLDER].some((folder) => path.startsWith(`${folder}/`) && path.endsWith('.txt'))

/** Returns the needed files that git tracks, or all of them where the kit is no repository, such as in a download. */
function trackedFiles(): string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z', '--', ...NEEDED], {
    cwd: root,
    encoding: 'utf8',
  })
  const tracked = status === 0 ? stdout.split('\0').filter((path) => path !== '') : []
  return tracked.length > 0
    ? tracked
    : NEEDED.filter((name) => existsSync(join(root, name))).flatMap(filesBelow)
}

const filesBelow = (entry: string): string[] =>
  statSync(join(root, entry)).isDirectory()
    ? readdirSync(join(root, entry)).flatMap((name) => filesBelow(`${entry}/${name}`))
    : [entry]
