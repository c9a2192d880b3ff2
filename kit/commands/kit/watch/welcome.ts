import { styleText } from 'node:util'
import { placeOf } from '../../../course/locate.ts'
import { wrapped } from '../../../text/wrap.ts'
import type { Outcome } from '../../../vitest/reporters/outcome.ts'

/** A first line for TODO 1.1. It is wrong in two ways, and the failure of each says what to do. */
const FIRST_LINE = 'return { out: matmul(x, w), cache: { x, w } }'

/** Returns the first step of somebody who has not begun yet; undefined from then on. */
export function welcome({ known, next, tree, root }: Outcome): string | undefined {
  const begun = known.some(({ todos }) => todos.some(({ state }) => !/^not (?:started|run)$/.test(state)))
  if (begun || next?.todo.id !== '1.1' || next.state !== 'not started') return undefined
  const place = styleText('cyan', placeOf(next.todo, root, tree))
  return [
    wrapped('  ', `Welcome! Open ${place} in your editor, and replace the line that throws with this one:`),
    `\n    ${styleText('bold', FIRST_LINE)}\n`,
    wrapped('  ', 'Save the file, and look here. It is not right yet, but you will see what is missing.'),
    wrapped('  ', 'Two small changes later, TODO 1.1 is done. Press o to read what it should compute.'),
  ].join('\n')
}
