import { mayUseLayers } from '#kit/course/imports/allowed-imports.ts'
import { importable, type WorkTree } from './importable.ts'
import { LimitReached } from './limits.ts'
import { errorFrom, type Thrown } from './thrown.ts'
import { Mirror, type Writer, type Written } from './mirror.ts'
import type { Message, Packet } from './packet.ts'
import { ProcessEnded, WorkProcess } from './work-process.ts'

/** The longest name of something that the work has replaced. */
const LONGEST_NAME = 200

/** How many imports are remembered. Honest work has fewer. */
const MOST_IMPORTS = 1000

/** An import of the given code, and what it gets. */
interface GivenImport {
  parent: string
  specifier: string
  url: string
  /** Only with the first import of a file. */
  text?: string
}

/**
 * What the given code imports before a process has anything of the work. It is the same for every process, so only the
 * first one asks for it, and the others get it with their first request.
 */
const givenImports: GivenImport[] = []

/** What a call of the work has given. */
export interface Answer {
  words: Message
  value: unknown
}

/**
 * The work, as the grader calls it in its process. That process is started when it is needed, and started again after it
 * has died, hung or taken too much memory. All calls wait for their answer.
 */
export class Submission {
  readonly mirror: Mirror
  readonly #tree: WorkTree
  readonly #process: WorkProcess
  /** The files that the grader has asked for, and those that this process has loaded. */
  readonly #entries = new Set<string>()
  readonly #loaded = new Set<string>()
  /** The first things that the files of the work have imported, each with the address of the file before it. */
  readonly #imports = new Set<string>()
  /** Whether the process has something of the work. Then nobody knows who it is that asks. */
  #hasWork = false
  /** What a new process is told with its first request. */
  #withFirst: Message = {}
  /** Whether an answer is due. It stays so if the call was stopped from outside. */
  #isAnswerDue = false
  /** How many callbacks of the grader are running. */
  #depth = 0
  #isTrusted = true
  #isInStep = false
  /** The functions that were seen at work since {@link watch}. */
  #seen = new Set<string>()

  /**
   * @param tree - where the files of the work are
   * @param command - the words of the command line before Node itself
   */
  constructor(tree: WorkTree, command: readonly string[]) {
    this.#tree = tree
    this.#process = new WorkProcess(command)
    this.mirror = new Mirror(
      'grader',
      (id) =>
        (...args: unknown[]) =>
          this.call({ op: 'apply', id }, args).value,
    )
  }

  /**
   * Loads a file of the work, unless this process has done so.
   *
   * @returns the names of the functions that it exports, and everything else that it exports
   * @throws what the file throws
   */
  load(file: string): Answer {
    this.#recover()
    this.#entries.add(file)
    const answer = this.#exchange({ op: 'load', file, specifier: `#work/${file}` }, this.mirror.writer())
    this.#loaded.add(file)
    return answer
  }

  /** Returns what a file of the work has imported so far. It may be invented, so it can only help to explain. */
  importsOf(file: string): string[] {
    const pairs = Array.from(this.#imports, (pair) => pair.split('\n'))
    return pairs.flatMap(([parent, specifier]) => (parent.endsWith(`/${file}`) ? [specifier] : []))
  }

  /** Calls a function of a file. @param isClass - whether to call it with `new` */
  callExport(file: string, name: string, args: readonly unknown[], isClass: boolean): Answer {
    this.#recover()
    if (!this.#process.isRunning) this.#start()
    // A process that was replaced has not loaded it yet.
    if (!this.#loaded.has(file)) this.load(file)
    return this.call({ op: isClass ? 'new' : 'call', file, name, step: this.#isInStep }, args)
  }

  /** Sends a request with arguments and waits for the answer. */
  call(
    words: Message,
    args: readonly unknown[] = [],
    more: (writer: Writer) => Message = () => ({}),
  ): Answer {
    this.#recover()
    const writer = this.mirror.writer()
    const written = { args: args.map((argument) => writer.write(argument)), ...more(writer) }
    return this.#exchange({ ...words, ...written }, writer)
  }

  /** Runs calls as parts of a training step, in which storage is used again. */
  inStep<Result>(run: () => Result): Result {
    this.#isInStep = true
    try {
      return run()
    } finally {
      this.#isInStep = false
    }
  }

  /** Lets later calls note which functions read these tensors or make others. Their names are added as they are seen. */
  watch(tensors: readonly unknown[], names: readonly string[]): Set<string> {
    this.#seen = new Set()
    this.call({ op: 'watch' }, [tensors, names])
    return this.#seen
  }

  /** Forgets what calls have returned, before a check begins. Also forgets a call that was stopped from outside. */
  forget(): void {
    this.abandon()
    this.#seen = new Set()
    this.#isInStep = false
    this.mirror.forget()
    if (!this.#process.isRunning) return
    try {
      this.call({ op: 'forget' })
    } catch (error) {
      if (error instanceof LimitReached) throw error
      // Nothing can go wrong here. Such an answer was sent before anybody asked for it.
      this.#kill()
    }
  }

  /** For how long the work has computed so far, in milliseconds, in this process and those before. */
  get computingTime(): number {
    return 1000 * this.#process.seconds
  }

  /** Ends the process, and the thread that owns it. */
  end(): void {
    this.#process.end()
  }

  /** Ends the process if it still owes an answer that nobody waits for any more. */
  abandon(): void {
    if (this.#isBusy) this.#kill()
  }

  /** Notes that a check has failed, so that nobody knows what the work has done in its process. */
  distrust(): void {
    this.#isTrusted = false
  }

  /**
   * Ends the process, unless all checks have passed: what it may have changed there must not reach the next file. Nor may
   * the kit's layers, which a network can leave there for files that may not use them.
   */
  renew(): void {
    const mayHaveLayers = Array.from(this.#entries).some(mayUseLayers)
    if ((!this.#isTrusted || mayHaveLayers) && this.#process.isRunning) this.#kill()
    this.#isTrusted = true
    this.#entries.clear()
  }

  /** Returns what the process has replaced of JavaScript, by name, if anything. */
  restoreBuiltIns(): string | undefined {
    if (!this.#process.isRunning || this.#isBusy) return undefined
    try {
      const { name } = this.call({ op: 'built-ins' }).words
      return typeof name === 'string' ? name.slice(0, LONGEST_NAME) : undefined
    } catch {
      // A process that is over has replaced nothing.
      return undefined
    }
  }

  /** A call that was stopped from outside has left the process without anybody who listens. */
  #recover(): void {
    if (this.#isBusy && this.#depth === 0) this.#kill()
  }

  #start(): void {
    this.#loaded.clear()
    this.mirror.forget()
    this.#isAnswerDue = false
    this.#depth = 0
    this.#hasWork = false
    this.#withFirst = { given: givenImports }
    this.#process.start()
  }

  #kill(): void {
    this.#process.kill()
    this.#isAnswerDue = false
    this.#depth = 0
  }

  get #isBusy(): boolean {
    return this.#isAnswerDue && this.#process.isRunning
  }

  #exchange(words: Message, writer: Writer): Answer {
    if (!this.#process.isRunning) this.#start()
    this.#isAnswerDue = true
    this.#process.send({ ...words, ...this.#withFirst }, writer.arrays)
    this.#withFirst = {}
    // It may write to what it is given in this call, and to nothing that it was given before.
    const given = [writer]
    for (;;) {
      const packet = this.#process.receive()
      this.mirror.openTo(...given)
      if (packet.words.op !== 'answer') given.push(...this.#serve(packet))
      else {
        const { thrown, answer } = this.#process.readable(() => this.#answerIn(packet))
        if (thrown !== undefined) throw thrown.error
        return answer
      }
    }
  }

  #answerIn({ words, bytes }: Packet): { answer: Answer; thrown?: { error: unknown } } {
    this.#isAnswerDue = this.#depth > 0
    const read = (written: Written): unknown => this.mirror.read(written, bytes)
    for (const changed of listIn(words.changed)) read(changed)
    for (const name of listIn(words.seen)) this.#seen.add(String(name))
    const answer = { words, value: 'value' in words ? read(words.value) : undefined }
    if (typeof words.thrown !== 'object' || words.thrown === null) return { answer }
    return { answer, thrown: { error: errorFrom(words.thrown as Thrown, read, this.mirror) } }
  }

  /** Answers what the process asks for while it works, and returns what it is given with the answer. */
  #serve({ words, bytes }: Packet): Writer[] {
    if (words.op === 'import') {
      const [specifier, parent] = [String(words.specifier), String(words.parent)]
      if (this.#imports.size < MOST_IMPORTS) this.#imports.add(`${parent}\n${specifier}`)
      const found = importable(specifier, parent, this.#tree, this.#entries)
      this.#hasWork ||= 'error' in found || !found.isGiven
      if (!this.#hasWork && !('error' in found)) noteGiven(parent, specifier, found)
      this.#process.send({ op: 'answer', ...found })
      return []
    }
    const { run, args } = this.#process.readable(() => {
      const sought = this.mirror.object(words.id)
      // It may only call functions that the grader has passed to it.
      if (words.op !== 'callback' || typeof sought !== 'function' || Number(words.id) % 2 !== 0)
        throw new RangeError('That is no function.')
      const given = listIn(words.args).map((argument) => this.mirror.read(argument, bytes))
      return { run: sought as (...args: unknown[]) => unknown, args: given }
    })
    const writer = this.mirror.writer()
    this.#depth++
    let answer: Message
    try {
      answer = { value: writer.write(run(...args)) }
    } catch (error) {
      if (error instanceof ProcessEnded || error instanceof LimitReached) throw error
      answer = { thrown: writer.write(error) }
    } finally {
      this.#depth = Math.max(0, this.#depth - 1)
    }
    this.#process.send({ op: 'answer', ...answer }, writer.arrays)
    return [writer]
  }
}

function noteGiven(parent: string, specifier: string, { url, text }: { url: string; text: string }): void {
  const isNew = !givenImports.some((one) => one.url === url)
  givenImports.push({ parent, specifier, url, ...(isNew && { text }) })
}

/** Returns the items of a list, or none if it is no list. */
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
