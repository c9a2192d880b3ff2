import { Command } from 'commander'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { COURSE_FILE } from '../../../course/course-settings.ts'
import { writeHandedOut } from '../../../course/handed-out.ts'
import { course } from '../../../course/manifest.ts'
import { hasSolutions, SOLUTIONS_FILE } from '../../../course/solutions.ts'
import { print } from '../../../text/wrap.ts'
import { takeLock } from '../../../training/run/run-lock.ts'
import { WORKFLOW, type LearnerCopyOptions } from '../init/learner-copy.ts'
import { root } from '../../../system/root.ts'
import { carryOut, undo } from './journal.ts'
import { changedBy, courseIn, lackingIn, type Course } from './course-changes.ts'
import { planUpdate, type Conflict, type UpdatePlan } from './plan.ts'
import { bringKit, nameOf } from './source.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit update`: brings a newer kit or a corrected check into a learner's folder. */
export const updateCommand = new Command('update')
  .description('bring a newer kit or a corrected check into your folder; your code stays as it is')
  .argument('[from]', 'a folder, a .tgz file, or a package such as npm:NAME@VERSION')
  .option('--undo', 'undo the last update')
  .action(async (from: string | undefined, { undo: isUndo }: { undo?: boolean }) => {
    if (existsSync(join(root, 'solutions')))
      throw new UserError(
        'command',
        'This is the kit itself. "npx kit update" is for folders made by "npx kit init".',
      )
    if ((isUndo ?? false) === (from !== undefined))
      throw new UserError(
        'command',
        'Say either from where to update, as in "npx kit update ../kit", or --undo.',
      )
    if (from !== undefined && isThisFolder(from))
      throw new UserError(
        'command',
        'This folder cannot be updated from itself. Name the folder of a newer kit.',
      )
    const sentences = await locked(() => (from === undefined ? undone() : update(from)))
    print(sentences)
  })

function isThisFolder(from: string): boolean {
  const path = resolve(from)
  return existsSync(path) && realpathSync(path) === realpathSync(root)
}

/** Runs an action while no other process updates this folder. */
async function locked<Result>(action: () => Result): Promise<Awaited<Result>> {
  mkdirSync(join(root, '.kit/update'), { recursive: true })
  const lock = join(root, '.kit/update/lock')
  if (takeLock(lock) !== undefined)
    throw new UserError('command', 'This folder is being updated by another command. Wait until it ends.')
  try {
    return await action()
  } finally {
    rmSync(lock, { force: true })
  }
}

function undone(): string {
  const before = courseIn(root)
  const { edited } = undo(root)
  const after = courseIn(root)
  const kept =
    edited.length === 0
      ? []
      : [
          'You have edited these files since the update, so your edits are kept:',
          ...edited.map((path) => `  ${path}`),
        ]
  return [
    'The last update is undone.',
    ...listed('No longer there', lackingIn(after, before)),
    ...listed('There again', lackingIn(before, after)),
    ...kept,
  ].join('\n')
}

async function update(from: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kit-update-'))
  try {
    const kit = await bringKit(from, folder, realpathSync(join(root, 'node_modules')))
    const fresh = join(folder, 'fresh')
    await handOut(kit, fresh)
    const plan = planUpdate(root, fresh)
    if (plan.changes.length === 0) return `Everything is already as in ${nameOf(kit)}.`
    const before = courseIn(root)
    const edited = carryOut(root, 'update', plan.changes)
    return summary(plan, { name: nameOf(kit), before, after: courseIn(fresh), edited })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Lets the newer kit hand out what this folder would get from it. */
async function handOut(kit: string, target: string): Promise<void> {
  const { href } = pathToFileURL(join(kit, 'kit/commands/kit/init/learner-copy.ts'))
  const { copyForLearner } = (await import(href)) as {
    copyForLearner: (target: string, options: LearnerCopyOptions) => void
  }
  const hasOwnCourse = existsSync(join(kit, COURSE_FILE))
  copyForLearner(target, {
    solutions: hasSolutions(root),
    // A course stays as it is if the newer kit has none.
    ...(!hasOwnCourse && { course }),
    release: existsSync(join(root, WORKFLOW)),
  })
  // A teacher may have kept them back.
  if (!hasSolutions(root)) rmSync(join(target, SOLUTIONS_FILE), { force: true })
  writeHandedOut(target)
}

/** What an update has done, besides its plan. */
interface Done {
  /** The name of the newer kit. */
  name: string
  before: Course
  after: Course
  /** What was edited in the meantime. */
  edited: readonly string[]
}

function summary(plan: UpdatePlan, { name, before, after, edited }: Done): string {
  const { added, updated, removed, staying, replaced, orphans, install } = plan
  const counts = [
    [added, 'new'],
    [updated, 'updated'],
    [removed, 'removed'],
  ].flatMap(([count, word]) => (count === 0 ? [] : `${count} ${word}`))
  const files = counts.length === 0 ? 'no file of yours has changed' : `files: ${counts.join(', ')}`
  return [
    `This folder is now as in ${name} (${files}).`,
    ...listed('New', lackingIn(before, after)),
    ...listed('No longer there', lackingIn(after, before)),
    ...listed('Changed', changedBy(plan.changes)),
    ...list(
      'You have changed these files, so yours stay, and the new ones are beside them:',
      staying.map(besideIt),
    ),
    ...list(
      'You had changed these files. The new ones are in place, and yours are beside them:',
      replaced.map(besideIt),
    ),
    ...list('The kit no longer has these files, but you had changed them, so yours are kept:', orphans),
    ...list('You have edited these files during the update, so both versions are kept:', edited),
    ...(install === undefined ? [] : [`Now run: ${install}`]),
    '"npx kit update --undo" brings the old state back.',
  ].join('\n')
}

/** Returns a line such as `New: Part 3 (Dropout) with 4 TODOs.`, or none. */
const listed = (what: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`${what}: ${items.join(', ')}.`]

const list = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)]

const besideIt = ({ path, beside, newTodos }: Conflict): string =>
  `${path}  ${beside.slice(beside.lastIndexOf('/') + 1)}${newTodos.length === 0 ? '' : `, with the new ${newTodos.length === 1 ? 'TODO' : 'TODOs'} ${newTodos.join(', ')}`}`
