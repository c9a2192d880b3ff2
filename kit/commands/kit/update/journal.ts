import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { requireWritable } from '../../../system/system-error.ts'
import { finish, hashOf } from '../../start/finish-update.cjs'
import { UserError } from '#kit/system/user-error.ts'

/** One file of a learner's folder as it will be. */
export interface Change {
  /** The path from the folder, with forward slashes. */
  path: string
  /** What is there when the change is planned, or undefined if there is no file. */
  found: Buffer | undefined
  /** The new content, or undefined if the file goes. */
  content: Buffer | undefined
  /** If somebody edits the file in the meantime, it stays, instead of being kept beside the new one. */
  stays: boolean
}

interface Plan {
  kind: 'update' | 'undo'
  /** The process that carries it out. */
  pid: number
  time: number
  changes: { path: string; before: string | null; after: string | null; stays: boolean }[]
}

const JOURNAL = '.kit/update'

/**
 * Changes many files of a folder, all or none. First the new and the old contents are put into `.kit/update/next`.
 * Nothing has changed until this folder is renamed to `now`. From then on, every command of the kit finishes what is left,
 * by `kit/commands/start/finish-update.cjs`. At the end it is renamed to `last`, from which it can be undone.
 *
 * @returns what somebody has edited in the meantime
 * @throws UserError, or the system's error, if a file cannot be written; then nothing has changed
 */
export function carryOut(root: string, kind: Plan['kind'], changes: readonly Change[]): string[] {
  const next = join(root, JOURNAL, 'next')
  rmSync(next, { recursive: true, force: true })
  for (const folder of ['new', 'old']) mkdirSync(join(next, folder), { recursive: true })
  const ordered = changes.toSorted((a, b) => orderOf(a) - orderOf(b))
  const plan: Plan = { kind, pid: process.pid, time: Date.now(), changes: [] }
  for (const [i, { path, found, content, stays }] of ordered.entries()) {
    const target = join(root, path)
    requirePlace(root, path)
    requireWritable(dirname(target))
    if (content !== undefined) writeFileSync(join(next, 'new', `${i}`), content)
    if (found !== undefined) writeFileSync(join(next, 'old', `${i}`), found)
    const [before, after] = ['old', 'new'].map((folder) => hashOf(join(next, folder, `${i}`)))
    plan.changes.push({ path, before, after, stays })
  }
  copyFileSync(join(import.meta.dirname, '../../start/finish-update.cjs'), join(next, 'finish.cjs'))
  writeFileSync(join(next, 'plan.json'), JSON.stringify(plan))
  renameSync(next, join(root, JOURNAL, 'now'))
  return finish(root)
}

/** @throws UserError if a file cannot be put at a path, or would end up outside the folder */
function requirePlace(root: string, path: string): void {
  const names = path.split('/')
  for (const [i, name] of names.entries()) {
    const place = [...names.slice(0, i), name].join('/')
    const found = lstatSync(join(root, place), { throwIfNoEntry: false })
    if (found === undefined) return
    const isLast = i === names.length - 1
    if (isLast ? found.isFile() : found.isDirectory()) continue
    const what = found.isSymbolicLink() ? 'a symbolic link' : found.isDirectory() ? 'a folder' : 'a file'
    throw new UserError(
      'command',
      `${place} is ${what}, but the kit needs a ${isLast ? 'file' : 'folder'} there. Move it away first. Nothing was changed.`,
    )
  }
}

/**
 * Files go only when what takes their place is there, so that a line is never in the journal alone. What starts every
 * command comes at the end: the old one still finishes the update, and an older kit may have none that does.
 */
function orderOf({ path, content }: Change): number {
  const isGuard = path === 'kit/commands/start/guard.cjs'
  if (path.startsWith('kit/commands/start/')) return content === undefined ? 4 : isGuard ? 3 : 2
  return content === undefined ? 1 : 0
}

/**
 * Undoes the last update.
 *
 * @returns the number of files, and what has been edited since, which is kept
 * @throws UserError when there is none
 */
export function undo(root: string): { files: number; edited: string[] } {
  const last = join(root, JOURNAL, 'last')
  if (!existsSync(last)) throw new UserError('command', 'There is no update to undo.')
  const { changes } = JSON.parse(readFileSync(join(last, 'plan.json'), 'utf8')) as Plan
  const back: Change[] = []
  const edited: string[] = []
  for (const [i, { path, before, after, stays }] of changes.entries()) {
    const content = before === null ? undefined : readFileSync(join(last, 'old', `${i}`))
    const found = hashOf(join(root, path))
    const isEdited = found !== null && found !== after && found !== before
    if (isEdited && (stays || before === null)) {
      edited.push(path)
      continue
    }
    if (found !== null) requirePlace(root, path)
    const current = found === null ? undefined : readFileSync(join(root, path))
    back.push({ path, found: current, content, stays })
    if (!isEdited) continue
    const yours = freeName(root, path, '.yours', new Set(changes.map((change) => change.path)))
    back.push({ path: yours, found: undefined, content: current, stays: false })
    edited.push(yours)
  }
  edited.push(...carryOut(root, 'undo', back))
  return { files: changes.length, edited }
}

/** Returns a name beside a file that is free, also in a plan. */
export function freeName(
  root: string,
  path: string,
  ending: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  for (let n = 1; ; n++) {
    const name = `${path}${ending}${n === 1 ? '' : `.${n}`}`
    if (!taken.has(name) && hashOf(join(root, name)) === null) return name
  }
}
