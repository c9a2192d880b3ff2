import { NotImplementedError } from '#kit/not-implemented.ts'
import { shapeError } from '#kit/tensor/shape.ts'
import { sayOf } from '../running/thrown-error.ts'
import type { Mirror, Written } from './mirror.ts'

/** What the process of the work says about something that was thrown. All of it may be invented. */
export interface Thrown {
  /** The number of an object, if the grader itself has thrown it. */
  known?: unknown
  /** A description in words. */
  summary?: unknown
  /** The value, if it is no object. */
  value?: Written
  /** The parts of an error, if it is one. */
  type?: unknown
  name?: unknown
  message?: unknown
  stack?: unknown
  /** What kind of shapes did not fit. */
  misfit?: unknown
  /** The open TODO that it is about. */
  todo?: { todo?: unknown; message?: unknown }
}

/** How long a text may be, in characters. All that are kept for a result have to fit into memory. */
const LONGEST = 20_000

const misfits = ['matmul', 'broadcast', 'reshape', 'output-size', 'shape'] as const

/** Returns what was thrown, as the checks would have caught it in their own process. */
export function errorFrom(thrown: Thrown, read: (written: Written) => unknown, mirror: Mirror): unknown {
  const { known, summary, value, type, todo } = thrown
  const own = known === undefined ? undefined : mirror.object(known)
  // Only what the grader has made itself may be thrown at it again.
  if (own !== undefined && Number(known) % 2 === 0) return own
  if (value !== undefined) return read(value)
  const error = todo ? openTodo(todo) : type === undefined ? {} : errorLike(thrown)
  sayOf(error, textOf(summary))
  return error
}

function openTodo({ todo, message }: NonNullable<Thrown['todo']>): Error {
  const error = new NotImplementedError(textOf(todo))
  error.message = textOf(message)
  return error
}

function errorLike({ type, name, message, stack, misfit }: Thrown): Error {
  const kind = misfits.find((one) => one === misfit)
  const text = textOf(message)
  const error =
    kind !== undefined
      ? shapeError(kind, text)
      : type === 'RangeError'
        ? new RangeError(text)
        : new Error(text)
  return Object.assign(error, { name: textOf(name), stack: textOf(stack) })
}

/** Returns a text that the work has sent, as far as anybody would read it. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, LONGEST) : '')
