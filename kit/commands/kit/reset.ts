import { Command } from 'commander'
import { lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { agreed } from '../../system/agreed.ts'
import { moveToBackup } from '../../system/backup.ts'
import { withoutCarriageReturns } from '../../course/cut-stubs.ts'
import { readOrEmpty } from '../../course/locate.ts'
import { readStubs } from '../../course/stubs.ts'
import { wrapped } from '../../text/wrap.ts'
import { withWriteErrors } from '../../system/system-error.ts'
import { root } from './root.ts'
import { fileNamed, findTodoNamed, todoNamed } from './target.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit reset`: restores a file to its original stub. */
export const resetCommand = new Command('reset')
  .description('start a file over; your code is kept next to it as FILE.backup')
  .argument('<file>', 'such as layers, or assignments/1-fully-connected/layers.ts')
  .option('--yes', 'do not ask')
  .action(async (name: string, { yes }: { yes?: boolean }) => {
    const file = fileToReset(name)
    if (!file) console.log(`${name} is unchanged. There is nothing to reset.`)
    else if (yes || (await answered(`Start ${file.path} over? The kit keeps a backup of your code. (y/n) `)))
      console.log(wrapped('', reset(file)))
    else console.log('Nothing was changed.')
  })

/** A file that differs from its stub. */
export interface FileToReset {
  /** The path, including `assignments/`. */
  path: string
  stub: string
}

/**
 * Finds the file to reset.
 *
 * @returns undefined if the file is unchanged
 * @throws UserError when there is no such file
 */
export function fileToReset(name: string): FileToReset | undefined {
  if (/^\d+\.\d+$/.test(name) || findTodoNamed(name)) {
    const { file } = todoNamed(name)
    throw new UserError('command', `You can only start a whole file over. TODO ${name} is in ${file}.`)
  }
  const stubs = readStubs(root)
  const file = fileNamed(name, [...stubs.keys()])
  const path = `assignments/${file}`
  const stub = stubs.get(file)!
  const untouched = withoutCarriageReturns(readOrEmpty(join(root, path))) === stub
  return untouched ? undefined : { path, stub }
}

/**
 * Restores the stub and returns a sentence that says what was done.
 *
 * @throws UserError if the system refuses the write; then nothing has changed
 */
export function reset({ path, stub }: FileToReset): string {
  const absolute = join(root, path)
  const backup = withWriteErrors(absolute, () => {
    mkdirSync(dirname(absolute), { recursive: true })
    writeFileSync(`${absolute}.new`, stub)
    // This also covers a dangling symbolic link and a folder.
    const isThere = lstatSync(absolute, { throwIfNoEntry: false }) !== undefined
    const moved = isThere ? moveToBackup(absolute) : undefined
    renameSync(`${absolute}.new`, absolute)
    return moved
  })
  if (backup === undefined) return `${path} was missing. It is back in its original state.`
  return `${path} is back in its original state. Your code is in ${backup.slice(root.length + 1).replaceAll('\\', '/')}.`
}

/** Asks a yes-or-no question. @throws UserError if there is no terminal */

function answered(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UserError(
      'command',
      'The kit cannot ask you, because there is no terminal. Add --yes to start the file over.',
    )
  return agreed(question)
}
