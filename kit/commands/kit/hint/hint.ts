import { Command } from 'commander'
import { isReason } from '../../../course/causes/index.ts'
import { hints as hintsOf } from '../../../course/hints/index.ts'
import { findTodo, type Todo } from '../../../course/manifest.ts'
import { wrapped } from '../../../text/wrap.ts'
import { readShown, writeShown } from './hint-record.ts'
import { isConsequence } from '../../../progress/record.ts'
import { readProgress, progressOfTodo } from '../progress.ts'
import { todoNamed } from '../target.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit hint`: shows one more hint each time. */
export const hintCommand = new Command('hint')
  .description('show a hint, and one more each time you ask')
  .argument('[todo]', 'such as 1.2 or affineBackward (default: the next one)')
  .option('--again', 'show only the hints that you have seen')
  .option('--json', 'print them as JSON')
  .action((name: string | undefined, { again, json }: { again?: boolean; json?: boolean }) => {
    const { next } = readProgress()
    const todo = name === undefined ? next : todoNamed(name)
    if (!todo)
      throw new UserError(
        'command',
        'Everything is done. Name a TODO to see its hints, as in "npx kit hint 1.2".',
      )
    const hinted = faultyTodo(todo)
    const hints = again ? seenHints(hinted) : oneMoreHint(hinted)
    console.log(
      json
        ? JSON.stringify({ todo: hinted.id, askedFor: todo.id, ...hints, handout: hinted.handout }, null, 2)
        : asText(todo, hinted, hints),
    )
  })

/** The hints that a learner has seen, in that order, and how many are left. */
export interface SeenHints {
  seen: string[]
  left: number
}

/**
 * Reveals one more hint. A hint that fits the last failure comes first.
 *
 * @throws UserError when the record of the hints is damaged
 */
export function oneMoreHint(todo: Todo): SeenHints {
  const shown = readShown()
  const before = shown[todo.id] ?? []
  const key = hintsInOrder(todo).find((each) => !before.includes(each))
  if (key !== undefined) writeShown({ ...shown, [todo.id]: [...before, key] })
  return seenHints(todo)
}

function seenHints(todo: Todo): SeenHints {
  const before = readShown()[todo.id] ?? []
  const seen = before.flatMap((key) => hintOf(todo, key) ?? [])
  return { seen, left: hintsInOrder(todo).filter((key) => !before.includes(key)).length }
}

/** Returns the TODO to get hints for. The checks of a network may have found that a layer it uses is wrong itself. */
export function faultyTodo(todo: Todo): Todo {
  const progress = readProgress()
  const failure = progress.record?.todos[todo.id]?.failure
  // Lent solutions are correct. They only fail to work with the learner's own code.
  if (failure?.fault === undefined || !isConsequence(failure)) return todo
  const blamed = findTodo(failure.fault)
  // It may have been fixed since.
  return progressOfTodo(progress, blamed).state === 'done' ? todo : blamed
}

/** Returns the keys of the hints as used in the record, in order: one that fits the last failure, then the levels. */
function hintsInOrder({ id }: Todo): string[] {
  const { levels, after = [] } = hintsOf[id]
  const failure = readProgress().record?.todos[id]?.failure ?? {}
  const fitting = after.flatMap(([causes], i) =>
    causes.some((one) => isReason(one, failure)) ? [`after ${i}`] : [],
  )
  return [...fitting.slice(0, 1), ...levels.map((_, i) => `level ${i}`)]
}

/** Returns the text of a hint, or undefined if it no longer exists. */
function hintOf({ id }: Todo, key: string): string | undefined {
  const { levels, after = [] } = hintsOf[id]
  const [kind, index] = key.split(' ')
  return kind === 'after' ? after[Number(index)]?.[1] : levels[Number(index)]
}

/**
 * Formats the hints for printing.
 *
 * @param asked - the TODO that the learner asked about
 * @param hinted - the TODO that the hints are for, see {@link faultyTodo}
 * @param forMore - what to do for one more hint
 */
export function asText(
  asked: Todo,
  hinted: Todo,
  { seen, left }: SeenHints,
  forMore = `npx kit hint ${hinted.id}`,
): string {
  const { id, title, handout } = hinted
  const why =
    asked === hinted
      ? []
      : [
          wrapped('', `TODO ${asked.id} fails because it uses ${title} (TODO ${id}), which is wrong itself.`),
          '',
        ]
  const lines = [
    ...why,
    `TODO ${id}, ${title}`,
    '',
    ...seen.flatMap((hint, i) => [wrapped(`${i + 1}. `, hint), '']),
  ]
  if (left > 0) {
    const more = left === 1 ? 'One more hint' : `${left} more hints`
    return [...lines, `${more}: ${forMore}`].join('\n')
  }
  return [
    ...lines,
    wrapped('', `That was the last hint. The handout has the derivation: ${handout}`),
    `If nothing else helps: npx kit solution ${id} --spoil`,
  ].join('\n')
}
