import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { isSystemError } from '../system/system-error.ts'
import type { SourceTree } from './cut-stubs.ts'
import { readTree } from './source-tree.ts'
import { UserError } from '#kit/system/user-error.ts'

/**
 * The file that holds the solutions in a folder made by `npx kit init`. It is compressed, so that nobody sees a
 * solution by accident in a search or in an editor's completion. Learners who want to look still can.
 */
export const SOLUTIONS_FILE = 'kit/solutions.pack'

/**
 * Packs texts by path: the solutions, and what can be read only beside them.
 *
 * @returns the content of the file {@link SOLUTIONS_FILE}
 */
export const packSolutions = (texts: SourceTree): string =>
  `${gzipSync(JSON.stringify(Object.fromEntries(texts))).toString('base64')}\n`

/** Returns whether {@link readSolutions} can find solutions. A teacher may have removed them from the folder. */
export const hasSolutions = (root: string): boolean =>
  ['solutions', SOLUTIONS_FILE].some((path) => existsSync(join(root, path)))

/**
 * Reads the solutions from their folder or from the file {@link SOLUTIONS_FILE}.
 *
 * @param root - the folder of the kit
 * @throws UserError when neither exists, or the file is damaged
 * @throws the system's error when they cannot be read
 */
export function readSolutions(root: string): SourceTree {
  const folder = join(root, 'solutions')
  if (existsSync(folder)) return readTree(folder)
  if (!hasSolutions(root))
    throw new UserError(
      'no-solutions',
      `The kit's solutions are not in this folder. Your teacher may have removed ${SOLUTIONS_FILE}. If it is missing ` +
        `by accident, restore it with "git restore ${SOLUTIONS_FILE}".`,
    )
  return new Map([...readPack(root)].filter(([path]) => path.endsWith('.ts')))
}

/**
 * Returns the texts below a folder of the kit, `*.txt`, by path. They tell what the solutions look like or answer
 * questions, so a learner's folder has them only in the file {@link SOLUTIONS_FILE}, and there are none in a folder
 * without solutions.
 *
 * @throws UserError when that file is damaged
 */
export function textsIn(folder: string, root: string): SourceTree {
  const paths = globSync(`${folder}/**/*.txt`, { cwd: root }).toSorted()
  return paths.length > 0
    ? new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]))
    : new Map([...readPack(root)].filter(([path]) => path.startsWith(`${folder}/`)))
}

/**
 * Reads all texts in a file that {@link packSolutions} has made; none if there is no such file.
 *
 * @throws UserError when it is damaged
 * @throws the system's error when it cannot be read
 */
export function readPack(root: string, file = SOLUTIONS_FILE): SourceTree {
  if (!existsSync(join(root, file))) return new Map()
  try {
    const json = gunzipSync(Buffer.from(readFileSync(join(root, file), 'utf8'), 'base64')).toString()
    return new Map(Object.entries(JSON.parse(json) as Record<string, string>))
  } catch (error) {
    if (isSystemError(error)) throw error
    throw new UserError('no-solutions', `${file} is damaged. Restore it with "git restore ${file}".`)
  }
}
