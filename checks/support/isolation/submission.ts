import { fileURLToPath } from 'node:url'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { tmpdir } from 'node:os'
import { memoryLimit } from '#kit/system/memory-limit.ts'
import { boot, type BootOptions } from './boot.ts'
import { importable, SERVE, type WorkTree } from './importable.ts'
import { LimitReached, limitedRun, noteWaiting, timeLeft } from './limits.ts'
import { errorFrom, type Thrown } from './thrown.ts'
import { Mirror, type Writer, type Written } from './mirror.ts'
import { HEADER, pack, unpack, type Message, type Packet } from './packet.ts'
import { NamedPipes } from './named-pipes.ts'
import { familyOf, usageOf } from './process-usage.ts'
import { pump, type Order, type PumpData, type Report } from './pump.ts'

/** The memory in bytes that the process of the work may take, as much as the checks may in watch mode. */
const MOST_BYTES = memoryLimit()

/** The longest message in bytes. */
const LONGEST_MESSAGE = 2 ** 27

/** The longest name of something that the work has replaced. */
const LONGEST_NAME = 200

/** How many imports are remembered. Honest work has fewer. */
const MOST_IMPORTS = 1000

/** How often the grader looks at the limits while it waits, in milliseconds. */
const PERIOD = 50

/** The process of the work has ended, or said something that no honest work can say. */
export class ProcessEnded extends Error {}

/** What a call of the work has given. */
export interface Answer {
  words: Message
  value: unknown
}

/**
 * The process that runs the work. It is started when it is needed, and started again after it has died, hung or taken too
 * much memory. All calls wait for their answer.
 */
export class Submission {
  readonly mirror: Mirror
  readonly #tree: WorkTree
  readonly #command: readonly string[]
  /** The files that the grader has asked for, and those that this process has loaded. */
  readonly #entries = new Set<string>()
  readonly #loaded = new Set<string>()
  readonly #posted = new Int32Array(new SharedArrayBuffer(4))
  readonly #channel = new MessageChannel()
  #pipes: NamedPipes | undefined
  /** The first things that the files of the work have imported, each with the address of the file before it. */
  readonly #imports = new Set<string>()
  #life = 0
  #isRunning = false
  /** Whether an answer is due. It stays so if the call was stopped from outside. */
  #isBusy = false
  #pids: readonly number[] = []
  #pid = 0
  #run = limitedRun()
  /** For how long the process had computed before this run. */
  #secondsBefore = 0
  #lookedAt = 0
  #isInStep = false
  /** The functions that were seen reading the tensors that are watched. */
  #seen = new Set<string>()

  /**
   * @param tree - where the files of the work are
   * @param command - the words of the command line before Node itself
   */
  constructor(tree: WorkTree, command: readonly string[]) {
    this.#tree = tree
    this.#command = command
    this.mirror = new Mirror(
      'grader',
      (id) =>
        (...args: unknown[]) =>
          this.call({ op: 'apply', id }, args).value,
    )
    const workerData: PumpData = {
      port: this.#channel.port2,
      posted: this.#posted,
      mostBytes: LONGEST_MESSAGE,
    }
    const thread = new Worker(`(${String(pump)})()`, {
      eval: true,
      workerData,
      transferList: [this.#channel.port2],
      execArgv: [],
    })
    thread.unref()
    this.#channel.port1.unref()
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
    if (!this.#isRunning) this.#start()
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

  /** Lets later calls note which functions read these tensors. The names are added to the set as they are seen. */
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
    if (this.#isRunning) this.call({ op: 'forget' })
  }

  /** Ends the process, and the thread that owns the pipe to it. */
  end(): void {
    if (this.#isRunning) this.#kill()
    NamedPipes.removeNames()
    this.#channel.port1.close()
  }

  /** Ends the process if it still owes an answer that nobody waits for any more. */
  abandon(): void {
    if (this.#isBusy) this.#kill()
  }

  /** Returns what the process has replaced of JavaScript, by name, if anything. */
  restoreBuiltIns(): string | undefined {
    if (!this.#isRunning || this.#isBusy) return undefined
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

  /** How many callbacks of the grader are running. */
  #depth = 0

  #exchange(words: Message, writer: Writer): Answer {
    if (!this.#isRunning) this.#start()
    const run = limitedRun()
    if (run !== this.#run) {
      this.#run = run
      this.#secondsBefore = usageOf(this.#pids)?.seconds ?? 0
    }
    this.#isBusy = true
    this.#send(words, writer.arrays)
    // It may write to what it is given in this call, and to nothing that it was given before.
    const given = [writer]
    for (;;) {
      const packet = this.#receive()
      this.mirror.openTo(...given)
      if (packet.words.op !== 'answer') given.push(...this.#serve(packet))
      else {
        const { thrown, answer } = this.#readable(() => this.#answerIn(packet))
        if (thrown !== undefined) throw thrown.error
        return answer
      }
    }
  }

  /** Reads what the process has sent. @throws ProcessEnded if no honest work can have sent it */
  #readable<Result>(read: () => Result): Result {
    try {
      return read()
    } catch {
      this.#kill()
      throw new ProcessEnded('It sent what nobody can read.')
    }
  }

  #answerIn({ words, bytes }: Packet): { answer: Answer; thrown?: { error: unknown } } {
    this.#isBusy = this.#depth > 0
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
      this.#send({ op: 'answer', ...importable(specifier, parent, this.#tree, this.#entries) })
      return []
    }
    const { run, args } = this.#readable(() => {
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
    this.#send({ op: 'answer', ...answer }, writer.arrays)
    return [writer]
  }

  #start(): void {
    this.#life++
    this.#isRunning = true
    this.#loaded.clear()
    this.mirror.forget()
    this.#pipes = NamedPipes.open()
    const options: BootOptions = {
      serve: SERVE,
      env: { CNN_ENGINE: 'wasm', CNN_THREADS: '1' },
      output: this.#pipes ? 4 : 3,
    }
    const [command, ...args] = [
      ...this.#command,
      process.execPath,
      '--permission',
      `--allow-fs-read=${KERNELS}`,
      '--no-warnings',
      '--no-addons',
      `--max-old-space-size=${MOST_BYTES / 2 ** 20}`,
      '--input-type=module',
      '--eval',
      `await (${String(boot)})(${JSON.stringify(options)}, (specifier) => import(specifier))`,
    ]
    this.#order({ life: this.#life, start: { command, args, folder: tmpdir(), pipes: this.#pipes?.theirs } })
    this.#pid = 0
    this.#pids = []
    this.#secondsBefore = 0
  }

  #kill(): void {
    this.#order({ life: this.#life, kill: true })
    this.#forgetProcess()
  }

  #forgetProcess(): void {
    this.#isRunning = this.#isBusy = false
    this.#depth = 0
    this.#pipes?.close()
    this.#pipes = undefined
  }

  /** @throws ProcessEnded, always */
  #hasEnded(): never {
    this.#forgetProcess()
    throw new ProcessEnded('It has ended.')
  }

  #send(words: Message, arrays: readonly ArrayBufferView[] = []): void {
    const frame = pack(words, arrays)
    if (this.#pipes === undefined) this.#order({ life: this.#life, send: frame }, [frame.buffer])
    else if (!this.#pipes.send(frame, () => this.#expectWithinLimits())) this.#hasEnded()
  }

  #order(order: Order, moved: ArrayBuffer[] = []): void {
    this.#channel.port1.postMessage(order, moved)
  }

  /** Waits for the next message of the process. */
  #receive(): Packet {
    return this.#pipes === undefined ? this.#receiveReport() : this.#receiveFrame(this.#pipes)
  }

  #receiveFrame(pipes: NamedPipes): Packet {
    const waiting = (): void => this.#expectWithinLimits()
    const head = new Uint8Array(4)
    if (!pipes.receive(head, waiting)) this.#hasEnded()
    const length = 4 + new Uint32Array(head.buffer)[0]
    // An honest answer is shorter.
    if (length > LONGEST_MESSAGE || length < HEADER) {
      this.#kill()
      throw new ProcessEnded('It sent what nobody can read.')
    }
    const frame = new Uint8Array(length)
    frame.set(head)
    if (!pipes.receive(frame.subarray(4), waiting)) this.#hasEnded()
    return this.#readable(() => unpack(frame))
  }

  /** Waits for the next message that the thread passes on. */
  #receiveReport(): Packet {
    for (;;) {
      const posted = Atomics.load(this.#posted, 0)
      const report = this.#nextReport()
      if (report === undefined) {
        Atomics.wait(this.#posted, 0, posted, PERIOD)
        this.#expectWithinLimits()
      } else if ('ended' in report) this.#hasEnded()
      else if ('frame' in report) {
        this.#expectWithinLimits()
        return this.#readable(() => unpack(report.frame))
      }
    }
  }

  /** Returns the next report about this process, if there is one. */
  #nextReport(): Report | undefined {
    for (;;) {
      const report = receiveMessageOnPort(this.#channel.port1)?.message as Report | undefined
      if (report === undefined || report.life === this.#life) {
        if (report !== undefined && 'pid' in report) this.#pid = report.pid
        return report
      }
    }
  }

  /** @throws LimitReached if the process computes for too long or takes too much memory */
  #expectWithinLimits(): void {
    const now = performance.now()
    const passed = now - this.#lookedAt
    if (passed < PERIOD) return
    this.#lookedAt = now
    if (this.#pid === 0 && this.#pipes) this.#nextReport()
    if (this.#pid !== 0 && this.#pids.length < this.#family) this.#pids = familyOf(this.#pid)
    const usage = usageOf(this.#pids)
    // A process that could compute is not to blame if the machine does not let it, or sleeps.
    if (usage?.isReady !== true) noteWaiting(Math.min(passed, 2 * PERIOD))
    const { computing, waiting } = timeLeft()
    const late = waiting <= 0 || (usage !== undefined && usage.seconds - this.#secondsBefore > computing)
    if (!late && !(usage !== undefined && usage.bytes > MOST_BYTES)) return
    this.#kill()
    throw new LimitReached(late ? 'time' : 'memory')
  }

  /** How many processes there are: Node, and the one that keeps it apart. */
  get #family(): number {
    return this.#command.length > 0 ? 2 : 1
  }
}

/** Returns the items of a list, or none if it is no list. */
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The compiled loops of the kit. */
const KERNELS = fileURLToPath(new URL('../../../kit/engine/wasm/kernels.wasm', import.meta.url))
