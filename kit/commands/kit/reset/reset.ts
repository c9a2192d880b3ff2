import { Command } from 'commander'
import { lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { agreed } from '../../../system/agreed.ts'
import { moveToBackup } from '../../../system/backup.ts'
import { withoutCarriageReturns } from '../../../course/cut-stubs.ts'
import { readOrEmpty } from '../../../system/read-or-empty.ts'
import { readStubs } from '../../../course/stubs.ts'
import { print } from '../../../text/wrap.ts'
import { withWriteErrors } from '../../../system/system-error.ts'
import { displayed, root } from '../../../system/root.ts'
import { fileNamed, findTodoNamed, todoNamed } from '../target.ts'
import { resetTodo } from './reset-todo.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit reset`: restores a file, or one TODO in it, to its original stub. */
export const resetCommand = new Command('reset')
  .description('start a file or one TODO over; your code is kept next to it as FILE.backup')
  .argument('<what>', 'such as layers, assignments/1-fully-connected/layers.ts, 1.2 or affineBackward')
  .option('--yes', 'do not ask')
  .action(async (name: string, { yes }: { yes?: boolean }) => {
    const file = fileToReset(name)
    if (!file) print(`${name} is unchanged. There is nothing to reset.`)
    else if (yes || (await answered(`Start ${file.what} over? The kit keeps a backup of your code. (y/n) `)))
      print(reset(file))
    else print('Nothing was changed.')
  })

/** A file that differs from what it will be. */
export interface FileToReset {
  /** The path, including `assignments/`. */
  path: string
  /** What starts over: the path, or `TODO 1.2`. */
  what: string
  /** What the file will be. */
  code: string
}

/**
 * Finds the file to reset, or the one with the TODO to reset.
 *
 * @returns undefined if nothing has changed there
 * @throws UserError when there is no such file or TODO, or when the code of the TODO cannot be told from the rest
 */
export function fileToReset(name: string): FileToReset | undefined {
  const stubs = readStubs(root)
  const isTodo = /^\d+\.\d+$/.test(name) || findTodoNamed(name) !== undefined
  const todo = isTodo ? todoNamed(name) : undefined
  const file = todo?.file ?? fileNamed(name, [...stubs.keys()])
  const path = `assignments/${file}`
  const stub = stubs.get(file)!
  const mine = readOrEmpty(join(root, path))
  if (withoutCarriageReturns(mine) === stub) return undefined
  if (todo === undefined || mine === '') return { path, what: path, code: stub }
  const result = resetTodo(mine, stub, todo.id)
  if ('obstacle' in result)
    throw new UserError(
      'command',
      `TODO ${todo.id} cannot be started over alone, because ${result.obstacle}. Or start the whole file over with ` +
        `"npx kit reset ${file}".`,
    )
  return result.code === mine ? undefined : { path, what: `TODO ${todo.id}`, code: result.code }
}

/**
 * Restores the stub and returns a sentence that says what was done.
 *
 * @throws UserError if the system refuses the write; then nothing has changed
 */
export function reset({ path, what, code }: FileToReset): string {
  const absolute = join(root, path)
  const unfinished = `${absolute}.unfinished`
  const backup = withWriteErrors(absolute, () => {
    mkdirSync(dirname(absolute), { recursive: true })
    writeFileSync(unfinished, code)
    // This also covers a dangling symbolic link and a folder.
    const isThere = lstatSync(absolute, { throwIfNoEntry: false }) !== undefined
    const moved = isThere ? moveToBackup(absolute) : undefined
    renameSync(unfinished, absolute)
    return moved
  })
  if (backup === undefined) return `${path} was missing. It is back in its original state.`
  const where = what === path ? '' : `, in ${path}`
  return `${what} is back in its original state${where}. Your code is in ${displayed(backup)}.`
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
