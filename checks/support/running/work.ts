import { basename } from 'node:path'
import { beforeAll, inject } from 'vitest'
import { cause } from '#kit/course/causes/index.ts'
import { mayUseLayers } from '#kit/course/imports/allowed-imports.ts'
import { manifest } from '#kit/course/manifest.ts'
import { gigabytes } from '#kit/system/memory.ts'
import { memoryLimit } from '#kit/system/memory-limit.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { misfitOf } from '#kit/tensor/shape.ts'
import { CheckFailure, findOpenTodo } from '../explaining/failure.ts'
import { formatValue } from '../comparing/format.ts'
import { copied } from '../comparing/values.ts'
import { isolate, isolated } from '../isolation/current.ts'
import { LimitReached } from '../isolation/limits.ts'
import { remoteModule, trickIn } from '../isolation/remote-work.ts'
import { ProcessEnded } from '../isolation/work-process.ts'
import { brokenFile, waitsForFile } from './broken-file.ts'
import { restoreBuiltIns } from './built-ins.ts'
import { runWithLimits } from './time-limit.ts'
import { findDishonestResult } from './dishonest-results.ts'
import { recordCall, writtenTo, type RecordedCall, type RecordedNetwork } from './recorded-calls.ts'
import { snapshot } from './snapshot.ts'
import { summarize, whereIn } from './thrown-error.ts'
import type { Limit } from './watchdog.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The tree under test, 'assignments' or 'solutions', for messages. */
    tree: string
    /**
     * The words of the command line before Node itself, if the work runs in a process of its own; false if it runs in
     * that of the checks.
     */
    sandbox: readonly string[] | false
  }
}

/** A file under test: its module, or the reason why it could not be loaded. */
export interface Work<Module> {
  /** The path relative to the root of the kit, for messages. */
  path: string
  module?: Module
  failure?: CheckFailure
}

/** The time in seconds that a file under test may take to load. */
const LOADING_LIMIT = 5

/**
 * Loads a file under test after all checks are declared and before the first one runs. A file that does not parse,
 * throws or never finishes loading fails every check that uses it with one plain sentence, instead of failing the whole
 * check file. No code of a submission runs before all checks are known.
 *
 * @param file - its path below the tree under test, as in `#work/<file>`
 * @param load - the import itself, `() => import('#work/...')`, so that types and watch mode see it
 */
export function loadWork<Module extends object>(file: string, load: () => Promise<Module>): Work<Module> {
  const work: Work<Module> = { path: `${inject('tree')}/${file}` }
  beforeAll(async () => {
    // A call that never ended in one check file may end in another, which makes it with other arguments.
    stuck.clear()
    lastRun = `${work.path}, or a file that it imports,`
    try {
      const { module } = await runWithLimits(LOADING_LIMIT, loadedFrom(file, load), (limit) =>
        loadingFailure(work.path, limit),
      )
      work.module = module
      expectUnchangedBuiltIns()
    } catch (error) {
      const failure =
        error instanceof CheckFailure
          ? error
          : error instanceof ProcessEnded
            ? new CheckFailure('Ended early', cause('limit/ended-loading', { path: work.path }))
            : brokenFile(work.path, error)
      work.failure = (await brokenImportOf(file)) ?? failure
    }
  })
  return work
}

/**
 * Returns what loads a file: into this process, or into one of its own if the work is graded. The module is inside of
 * another object, because a module that exports `then` would decide itself when waiting for it ends.
 */
function loadedFrom<Module extends object>(file: string, load: () => Promise<Module>) {
  const command = inject('sandbox')
  return command === false
    ? async () => ({ module: await load() })
    : () => ({ module: remoteModule(isolate(inject('tree'), command), file) as unknown as Module })
}

/**
 * Returns the failure of a file that cannot be loaded because of a file of other TODOs that it imports. Only in a process
 * of its own can that one be loaded alone.
 */
async function brokenImportOf(file: string): Promise<CheckFailure | undefined> {
  const tree = inject('tree')
  const imported = isolated()?.importsOf(`${tree}/${file}`) ?? []
  const candidates = manifest
    .flatMap(({ todos }) => todos)
    .filter((todo) => todo.file !== file && imported.some((name) => name.endsWith(`/${basename(todo.file)}`)))
    // A network brings the kit's layers into the process.
    .filter((todo) => mayUseLayers(file) || !mayUseLayers(todo.file))
  for (const other of candidates.filter(isFirstOfFile)) {
    try {
      await runWithLimits(
        LOADING_LIMIT,
        () => isolated()!.load(other.file),
        (limit) => loadingFailure(`${tree}/${other.file}`, limit),
      )
    } catch {
      return waitsForFile(`${tree}/${file}`, other)
    }
  }
  return undefined
}

const isFirstOfFile = ({ file }: { file: string }, i: number, todos: readonly { file: string }[]): boolean =>
  todos.findIndex((other) => other.file === file) === i

const loadingFailure = (path: string, limit: Limit): CheckFailure =>
  limit === 'memory'
    ? new CheckFailure(
        'Out of memory',
        cause('limit/memory-loading', { path, limit: gigabytes(memoryLimit()) }),
      )
    : new CheckFailure('Took too long', cause('limit/endless-loading', { path, seconds: LOADING_LIMIT }))

/** The file whose code ran last. */
let lastRun = 'Your code'

/**
 * Fails if a submission replaced something that everything else relies on, like `Math.max`, and restores it.
 *
 * @throws CheckFailure that names the replaced property and the file whose code ran last
 */
export function expectUnchangedBuiltIns(): void {
  // What runs in a process of its own can only change that one.
  const submission = isolated()
  const changed = submission === undefined ? restoreBuiltIns() : submission.restoreBuiltIns()
  if (changed === undefined) return
  throw new CheckFailure('Broken file', cause('file/changes-built-in', { path: lastRun, name: changed }))
}

// oxlint-disable-next-line typescript/no-explicit-any -- any signature at all, as in TypeScript's own Parameters<T>
type AnyFunction = (...args: any[]) => unknown

/**
 * Returns a function of the work under test, with the same signature, that is watched at every call. It must exist,
 * must not throw, must not write to its arguments, and must return an object with these keys. Each violation is
 * reported in one sentence that names the function and the file.
 *
 * @param mayWrite - the exceptions that it may write to: `argument 4.runningMean`
 */
export function graded<Module extends object, Name extends keyof Module & string>(
  work: Work<Module>,
  name: Name,
  keys: readonly string[],
  mayWrite: readonly string[] = [],
): Module[Name] extends AnyFunction ? Module[Name] : never {
  const wrapper = (...args: unknown[]): unknown =>
    watched({ name, work, args, keys, mayWrite }, () => member(work, name)(...args))
  // Of several for one function, the first may write most.
  if (gradedFunctions.get(name)?.work !== work) gradedFunctions.set(name, { work, call: wrapper })
  return wrapper as Module[Name] extends AnyFunction ? Module[Name] : never
}

const gradedFunctions = new Map<string, { work: Work<object>; call: AnyFunction }>()

/** Returns the graded function of this name, as its check file declared it. */
export const gradedFunction = (name: string): AnyFunction => gradedFunctions.get(name)!.call

/** Returns the file of a graded function or network, if one of this name has been declared. */
export const gradedWork = (name: string): Work<object> | undefined => gradedFunctions.get(name)?.work

/** The interface of every network. {@link gradedNetwork} watches it as {@link graded} watches functions. */
export interface Network {
  params: Record<string, Tensor>
  scores(x: Tensor): Tensor
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> }
}

type OptionsOf<Class> = Class extends new (options: infer Options) => Network ? NonNullable<Options> : never

/** Returns a constructor of the work under test as a function of its options. Its methods are watched. */
export function gradedNetwork<Module extends object, Name extends keyof Module & string>(
  work: Work<Module>,
  name: Name,
): (options: OptionsOf<Module[Name]>) => Network {
  return (options) => {
    const Class = member(work, name) as unknown as new (options: OptionsOf<Module[Name]>) => Network
    const made = { name: `new ${name}`, work, args: [options], keys: ['params'] }
    const net = watched(made, () => new Class(options)) as Network
    const network: RecordedNetwork = { name, options, calls: [] }
    const watchedMethod = (method: 'scores' | 'loss', args: unknown[], keys: readonly string[]): unknown =>
      // Parameters count as arguments: neither method may write to them.
      watched({ name: `${name}.${method}`, work, args: [...args, net.params], keys, network }, () =>
        (net[method] as AnyFunction).apply(net, args),
      )
    return {
      params: net.params,
      scores: (x) => watchedMethod('scores', [x], ['shape', 'data']) as Tensor,
      loss: (x, labels) =>
        watchedMethod('loss', [x, labels], ['loss', 'grads']) as ReturnType<Network['loss']>,
    }
  }
}

function member<Module extends object>(work: Work<Module>, name: keyof Module & string): AnyFunction {
  if (work.failure) throw work.failure
  const module = work.module as Record<string, unknown>
  const value = module[name]
  if (typeof value === 'function') return value as AnyFunction
  const others = Object.keys(module).filter((key) => typeof module[key] === 'function')
  const held = value === undefined ? 'it does not' : `that is ${formatValue(value)}`
  throw new CheckFailure(
    'Broken file',
    cause('file/no-export', {
      path: work.path,
      name,
      held,
      others: others.join(', ') || 'no function at all',
    }),
  )
}

/**
 * The current call, the latest call, and the calls that never ended. Calls that never ended are not tried again, so an
 * endless loop costs the time limit only once.
 */
let underWay: string | undefined
let latestCall: string | undefined
const stuck = new Map<string, CheckFailure>()

/**
 * Returns the call that made a check run for too long.
 *
 * @param returned - whether the call had returned and left something running
 */
export const callToBlame = (returned: boolean): string => (returned ? latestCall : underWay) ?? 'This check'

/** Records that this call never ended. */
export function noteStuck(failure: CheckFailure, returned: boolean): void {
  const call = returned ? latestCall : underWay
  if (call !== undefined) stuck.set(call, failure)
  underWay = undefined
}

/** A call of the work under test. */
interface WatchedCall {
  name: string
  work: Work<object>
  args: readonly unknown[]
  /** The keys that its result must have. */
  keys: readonly string[]
  mayWrite?: readonly string[]
  /** The network whose method it is. */
  network?: RecordedNetwork
}

function watched(
  { name, work, args, keys, mayWrite = [], network }: WatchedCall,
  call: () => unknown,
): unknown {
  const { path } = work
  const before = args.map((argument, position) => snapshot(argument, position, mayWrite))
  const description = `${name} in ${path}`
  lastRun = path
  const earlier = stuck.get(description)
  if (earlier) throw earlier
  let result: unknown
  try {
    underWay = latestCall = description
    result = call()
    underWay = undefined
  } catch (error) {
    // The call is to blame, so it stays recorded as current.
    if (error instanceof LimitReached) throw error
    underWay = undefined
    if (error instanceof ProcessEnded) throw endedEarly(description)
    if (error instanceof CheckFailure || findOpenTodo(error)) throw error
    const summary = summarize(error)
    const thrown = `${summary}${whereIn(error, path)}`
    const id = crashOf(error)
    const crashed = { name, work, args, before: before.map(({ copy }) => copy), mayWrite, network }
    const origin: RecordedCall = { ...crashed, result: undefined, thrown: summary, written: {} }
    // Only such errors tell with their shapes what was wrong.
    if (id !== 'crash/other') recordCall(origin)
    throw new CheckFailure('Crashed', cause(id, { call: description, thrown }), {
      thrown: summary,
      origins: id === 'crash/other' ? [] : [origin],
    })
  }
  const changed = before.map(({ change }) => change()).find((one) => one !== undefined)
  if (changed !== undefined) {
    throw new CheckFailure(
      'Wrong answer',
      cause('calls/changes-input', { call: description, change: changed }),
    )
  }
  // Only the parameters of a network are inspected; it is free to keep anything else.
  const isNetwork = keys.includes('params')
  const inspect = (): string | undefined =>
    isNetwork ? findDishonestResult((result as Network).params, 'params') : findDishonestResult(result)
  // Only its own process can look at what the work has really returned.
  const trick = isolated() === undefined ? inspect() : trickIn(result)
  if (trick !== undefined) {
    throw new CheckFailure('Wrong answer', cause('result/trick', { call: description, trick }))
  }
  const copies = before.map(({ copy }) => copy)
  const written = copied(writtenTo(args, mayWrite))
  const inspected = isNetwork ? { params: { ...(result as Network).params } } : result
  recordCall({ name, work, args, before: copies, result: inspected, mayWrite, written, network })
  if (keys.length === 0) return result
  if (typeof result !== 'object' || result === null || !keys.every((key) => key in result)) {
    const wanted = keys.includes('data') ? 'a Tensor' : `{ ${keys.join(', ')} }`
    const returned = described(result)
    throw new CheckFailure('Wrong answer', cause('result/other', { call: description, wanted, returned }))
  }
  return result
}

/** Returns the failure of a call that ended its process. It is not made again. */
function endedEarly(call: string): CheckFailure {
  const failure = new CheckFailure('Ended early', cause('limit/ended', { call }))
  stuck.set(call, failure)
  return failure
}

/** Returns the cause of a crash. The kit's own shape errors say what did not fit. */
const crashOf = (error: unknown) => `crash/${misfitOf(error) ?? 'other'}` as const

function described(result: unknown): string {
  if (typeof result === 'function') return 'a function'
  if (typeof result !== 'object' || result === null) return String(result)
  if (result instanceof Tensor) return 'a bare Tensor'
  if (!(result instanceof Promise)) return `{ ${Object.keys(result).join(', ')} }`
  // The promise is reported here, so its rejection can be ignored.
  result.catch(() => {})
  return 'a promise (it must not be async)'
}
