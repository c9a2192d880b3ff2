import { Command } from 'commander'
import { lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { moveToBackup } from '../../system/backup.ts'
import { cutStubs, withoutCarriageReturns } from '../../course/cut-stubs.ts'
import { readOrEmpty } from '../../course/locate.ts'
import { readSolutions } from '../../course/solutions.ts'
import { wrapped } from '../../text/wrap.ts'
import { writing } from '../../system/refused.ts'
import { KitError } from './kit-error.ts'
import { root } from './root.ts'
import { fileNamed, findTodoNamed, todoNamed } from './target.ts'

/** `npx kit reset`: a file as it was at first. */
export const resetCommand = new Command('reset')
  .description('start a file over; what you have written is kept beside it as FILE.backup')
  .argument('<file>', 'such as layers, or assignments/1-fully-connected/layers.ts')
  .option('--yes', 'do not ask')
  .action(async (name: string, { yes }: { yes?: boolean }) => {
    const file = fileToReset(name)
    if (!file) console.log(`${name} is as it was at first: there is nothing to reset.`)
    else if (yes || (await agreed(`Start ${file.path} over? What you have written is kept. (y/n) `)))
      console.log(wrapped('', reset(file)))
    else console.log('Nothing was changed.')
  })

/** A file that differs from its stub. */
export interface FileToReset {
  /** With `assignments/`. */
  path: string
  stub: string
}

/**
 * @returns undefined if the file is as it was at first
 * @throws KitError when there is no such file
 */
export function fileToReset(name: string): FileToReset | undefined {
  if (/^\d+\.\d+$/.test(name) || findTodoNamed(name)) {
    const { file } = todoNamed(name)
    throw new KitError(`Only a whole file can be started over: the one of TODO ${name} is ${file}.`)
  }
  const { stubs } = cutStubs(readSolutions(root))
  const file = fileNamed(name, [...stubs.keys()])
  const path = `assignments/${file}`
  const stub = stubs.get(file)!
  const untouched = withoutCarriageReturns(readOrEmpty(join(root, path))) === stub
  return untouched ? undefined : { path, stub }
}

/**
 * Puts the stub back, and returns what was done as a sentence.
 *
 * @throws RefusedError if the system does not let it be written; everything is as it was then
 */
export function reset({ path, stub }: FileToReset): string {
  const absolute = join(root, path)
  const backup = writing(absolute, () => {
    mkdirSync(dirname(absolute), { recursive: true })
    writeFileSync(`${absolute}.new`, stub)
    // Also a symbolic link that leads nowhere, or a folder.
    const isThere = lstatSync(absolute, { throwIfNoEntry: false }) !== undefined
    const moved = isThere ? moveToBackup(absolute) : undefined
    renameSync(`${absolute}.new`, absolute)
    return moved
  })
  if (backup === undefined) return `${path} was gone, and is back as it was at first.`
  return `${path} is as it was at first. What you had written is in ${backup.slice(root.length + 1).replaceAll('\\', '/')}.`
}

/** @throws KitError where nobody can be asked */
async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new KitError('There is no terminal to ask you on: add --yes to start the file over.')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const stop = new AbortController()
  // The end of the input, or Ctrl-C.
  terminal.once('close', () => stop.abort())
  try {
    const answer = await terminal.question(question, { signal: stop.signal })
    return /^y(es)?$/i.test(answer.trim())
  } catch (error) {
    if (!stop.signal.aborted) throw error
    console.log()
    return false
  } finally {
    terminal.close()
  }
}
