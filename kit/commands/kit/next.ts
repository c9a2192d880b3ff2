import { Command } from 'commander'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { changedSince } from '../../progress/recorded-parts.ts'
import { lineOf, placeOf } from '../../course/locate.ts'
import type { Todo } from '../../course/manifest.ts'
import { allDoneSentence } from '../../progress/next-line.ts'
import { isBrokenAgain, sentenceOf } from '../../progress/record.ts'
import { lendAdvice } from '../../progress/waiting-todos.ts'
import { print, wrapped } from '../../text/wrap.ts'
import { insideVsCode, openInEditor } from './watch/editor.ts'
import { changeOf, readProgress, progressOfTodo, type Progress } from './progress.ts'
import { root } from '../../system/root.ts'

/** `npx kit next`: says where to go on. */
export const nextCommand = new Command('next')
  .description('show which TODO is next and where it is; inside VS Code, also open it')
  .option('--open', 'open it in your editor, outside VS Code too')
  .option('--no-open', 'do not open it, even inside VS Code')
  .option('--json', 'print it as JSON')
  .action(async ({ open, json }: { open?: boolean; json?: boolean }) => {
    const progress = readProgress()
    const { next } = progress
    if (json) console.log(JSON.stringify(asJson(progress), null, 2))
    else if (next) console.log(describe(next, progress))
    else print(allDoneSentence(progress.parts))
    const wanted = open ?? (insideVsCode && process.stdout.isTTY && !json)
    if (next && wanted) await openTodo(next)
  })

/** Opens the learner's file at a TODO. */
export const openTodo = (todo: Todo): Promise<void> =>
  openInEditor(join(root, 'assignments', todo.file), lineOf(todo, root))

/** Describes where a TODO is, what state it is in, and where to read about it. */
export function describe(todo: Todo, progress: Progress): string {
  const entry = progress.record?.todos[todo.id]
  const standing = progressOfTodo(progress, todo)
  const { state, waitsFor } = standing
  const change = changeOf(standing)
  const failure = entry?.failure ? sentenceOf(entry.failure) : 'its checks fail.'
  const how = {
    done: 'Done.',
    wrong: `Not right yet: ${failure}`,
    waits: `It waits for another TODO: ${failure}`,
    'not started': 'Not started.',
    'not run': change === undefined ? 'Its checks have not run yet.' : `Its state is unknown: ${change}.`,
  }[state]
  const wasDone = change === undefined && isBrokenAgain(entry)
  const lines = [
    wrapped('', `${styleText('cyan', placeOf(todo, root))}  TODO ${todo.id}, ${todo.title}`),
    wrapped('  ', wasDone ? `It was done before. ${how}` : how),
  ]
  if (state === 'not started' && waitsFor !== undefined) {
    const advice = `Its checks wait for TODO ${waitsFor}. Do that one first. ${lendAdvice(todo, root)}`
    lines.push(wrapped('  ', advice.trimEnd()))
  }
  return [...lines, `  Handout  ${todo.handout}`, `  Hints    npx kit hint ${todo.id}`].join('\n')
}

function asJson(progress: Progress): object {
  const { next, record, parts } = progress
  if (!next) return { next: null, changedSince: changedSince(parts) }
  const { id, title, file, points, handout, checks } = next
  const entry = record?.todos[id]
  const { state, waitsFor, changed } = progressOfTodo(progress, next)
  const place = { file: `assignments/${file}`, line: lineOf(next, root) }
  return {
    next: {
      id,
      title,
      points,
      ...place,
      handout,
      checks,
      state,
      waitsFor,
      changed,
      failure: entry?.failure,
      brokeAgain: !changed && isBrokenAgain(entry),
    },
    changedSince: changedSince(parts),
  }
}
