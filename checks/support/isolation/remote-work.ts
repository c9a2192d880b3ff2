import type { Answer, Submission } from './submission.ts'
import { textOf } from './thrown.ts'

/** What is dishonest about results that came from the process of the work, where it can be seen. */
const tricks = new WeakMap<object, string>()

/** Returns why a result cannot be judged, if the process of the work has noticed. */
export const trickIn = (result: unknown): string | undefined =>
  typeof result === 'object' && result !== null ? tricks.get(result) : undefined

/**
 * Loads a file of the work in its process.
 *
 * @returns its exports; those that are functions call the work in its process, also with `new`
 * @throws what the file throws
 */
export function remoteModule(submission: Submission, file: string): Record<string, unknown> {
  const { words, value } = submission.load(file)
  const names = Array.isArray(words.functions) ? words.functions.map(String) : []
  return Object.fromEntries([
    ...Object.entries(value ?? {}),
    ...names.map((name) => [name, remoteFunction(submission, file, name)] as const),
  ])
}

function remoteFunction(submission: Submission, file: string, name: string): object {
  return function remote(...args: unknown[]): unknown {
    const isClass = new.target !== undefined
    const answer = submission.callExport(file, name, args, isClass)
    return noted(answer, isClass ? networkIn(answer, submission) : answer.value)
  }
}

function noted({ words }: Answer, result: unknown): unknown {
  if (typeof words.trick === 'string' && typeof result === 'object' && result !== null)
    tricks.set(result, textOf(words.trick))
  return result
}

/** Returns a network as the checks use it. Its parameters are sent along with each call, since the checks replace them. */
function networkIn({ words, value: params }: Answer, submission: Submission): object {
  const { id, keys, methods } = (words.net ?? {}) as { id?: unknown; keys?: unknown; methods?: unknown }
  const net: Record<string, unknown> = {}
  if (Array.isArray(keys)) for (const key of keys) net[String(key)] = undefined
  if (params !== undefined) net.params = params
  for (const method of Array.isArray(methods) ? methods.map(String) : []) {
    const value = (...args: unknown[]): unknown => {
      const answer = submission.call({ op: 'method', id, name: method }, args, (writer) => ({
        params:
          typeof net.params === 'object' && net.params !== null ? writer.writeContents(net.params) : null,
      }))
      return noted(answer, answer.value)
    }
    Object.defineProperty(net, method, { value, configurable: true, writable: true })
  }
  return net
}
