import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { types } from 'node:util'
import * as tensorFunctions from '#kit/tensor/index.ts'
import { formatValue } from '../comparing/format.ts'

const LONGEST = 2000

/** What was said about errors that another process has thrown. */
const said = new WeakMap<object, string>()

/** Notes a description of an error, which was made where it was thrown. */
export const sayOf = (error: object, summary: string): void => void said.set(error, shortened(summary))

/** Describes whatever was thrown in words. It may be any value, so reading it may throw in turn. */
export function summarize(error: unknown): string {
  try {
    const known = said.get(error as object)
    if (known !== undefined) return known
    if (types.isProxy(error)) return 'a Proxy, which is not an Error'
    if (!(error instanceof Error)) return `${shortened(formatValue(error))}, which is not an Error`
    const [name, message] = [String(error.name), String(error.message)]
    // oxlint-disable-next-line no-control-regex -- the parser colours its messages
    const plain = message.replaceAll(/\u001B\[\d*m/g, '').trim()
    return shortened(plain === '' ? name : `${name}: ${plain}${adviceOn(plain, error)}`)
  } catch {
    return 'something that cannot be printed'
  }
}

/** Returns a sentence about errors of the language that do not say what to do, with a space before it. */
function adviceOn(message: string, { stack = '' }: Error): string {
  if (message === 'Maximum call stack size exceeded') {
    const frames = stack.split('\n').slice(1)
    // An endless recursion fills the stack with one line; a call with too many arguments does not.
    return new Set(frames).size < frames.length
      ? '. Does a function call itself without end?'
      : '. A long array does not fit into the arguments of one call, as in Math.max(...values): use reduce or a loop.'
  }
  const [, key] = /^Cannot read properties of (?:undefined|null) \(reading '(.+)'\)$/.exec(message) ?? []
  if (key !== undefined) {
    const read = /^\d+$/.test(key) ? `[${key}]` : `.${key}`
    return `. What stands before ${read} does not exist: check its name and its index.`
  }
  const missing = /^(\w+) is not defined$/.exec(message)?.[1] ?? ''
  if (missing in tensorFunctions) return `. Import it: import { ${missing} } from '#kit/tensor/index.ts'`
  return ''
}

/** Returns ` at file:line` for the innermost stack frame in the file under test. */
export function whereIn(error: unknown, path: string): string {
  try {
    const stack = error instanceof Error ? String(error.stack).replaceAll('\\', '/') : ''
    const at = stack.indexOf(path)
    const line = at === -1 ? null : /^:(\d+)/.exec(stack.slice(at + path.length))
    return line ? `\n    at ${path}:${line[1]}` : ''
  } catch {
    return ''
  }
}

/** A line of a file of the work. */
interface Place {
  path: string
  line: string
}

/**
 * Finds the line that kept a file from loading. It may be in a file that the one asked for imports.
 *
 * @param tree - the absolute path of the folder of the work
 * @returns the line of the file that cannot be loaded, and the line that threw, which may be in a function that it calls;
 *   undefined if the stack does not say
 */
export function placeOfLoading(error: unknown, tree: string): { stopped: Place; threw: Place } | undefined {
  try {
    const frames = error instanceof Error ? String(error.stack).split('\n') : []
    const places = frames.map((frame) => placeIn(frame, tree))
    // What loads a file also runs it. The frames behind that are of the files that import it.
    const loader = frames.findIndex((frame) => /node:internal|[\\/]node_modules[\\/]vite/.test(frame))
    const inside = places.slice(0, loader === -1 ? undefined : loader).filter((place) => place !== undefined)
    const stopped = inside.at(-1) ?? places.find((place) => place !== undefined)
    return stopped && { stopped, threw: inside[0] ?? stopped }
  } catch {
    return undefined
  }
}

/** Returns the place in the tree that a frame of a stack names, if it is one. */
function placeIn(frame: string, tree: string): Place | undefined {
  const start = [tree, pathToFileURL(tree).href].find((each) => frame.includes(each))
  if (start === undefined) return undefined
  const [, file, line] = /^[\\/]([^:]+):(\d+)/.exec(frame.slice(frame.indexOf(start) + start.length)) ?? []
  return file === undefined ? undefined : { path: `${basename(tree)}/${file.replaceAll('\\', '/')}`, line }
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text)
