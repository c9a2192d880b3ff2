import { fileURLToPath } from 'node:url'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { tmpdir } from 'node:os'
import { memoryLimit } from '#kit/system/memory-limit.ts'
import { boot, type BootOptions } from './boot.ts'
import { SERVE } from './importable.ts'
import { LimitReached, limitedRun, noteWaiting, timeLeft } from './limits.ts'
import { HEADER, pack, unpack, type Message, type Packet } from './packet.ts'
import { NamedPipes } from './named-pipes.ts'
import { familyOf, usageOf } from './process-usage.ts'
import { waiting } from '../running/computing-time.ts'
import { pump, type Order, type PumpData, type Report } from './pump.ts'

/** The memory in bytes that the process of the work may take, as much as the checks may in watch mode. */
const MOST_BYTES = memoryLimit()

/** The longest message in bytes. */
const LONGEST_MESSAGE = 2 ** 27

/** How often the grader looks at the limits while it waits, in milliseconds. */
const PERIOD = 50

/** The compiled loops of the kit. */
const KERNELS = fileURLToPath(new URL('../../../kit/engine/wasm/kernels.wasm', import.meta.url))

/** The process of the work has ended, or said something that no honest work can say. */
export class ProcessEnded extends Error {}

/**
 * The process that runs the work, and the messages to it and from it. It can be started again after it has ended. The
 * grader waits until a message is sent or received, and looks at the limits meanwhile.
 */
export class WorkProcess {
  readonly #command: readonly string[]
  readonly #posted = new Int32Array(new SharedArrayBuffer(4))
  readonly #channel = new MessageChannel()
  #pipes: NamedPipes | undefined
  #life = 0
  #isRunning = false
  #pids: readonly number[] = []
  #pid = 0
  #run = limitedRun()
  /** For how long the process had computed before this run. */
  #secondsBefore = 0
  /** For how long this process has computed, and for how long those before it have, in seconds. */
  #seconds = 0
  #secondsOfOthers = 0
  #lookedAt = 0
  /** For how long it was ready to compute when the grader last looked, and the wait since then, in seconds. */
  #readySeconds = 0
  #waited = 0

  /** @param command - the words of the command line before Node itself */
  constructor(command: readonly string[]) {
    this.#command = command
    const workerData: PumpData = {
      port: this.#channel.port2,
      posted: this.#posted,
      mostBytes: LONGEST_MESSAGE,
    }
    const thread = new Worker(`(${String(pump)})()`, {
      eval: true,
      workerData,
      transferList: [this.#channel.port2],
      // The pipes that it closes were opened by this thread.
      trackUnmanagedFds: false,
      execArgv: [],
    })
    thread.unref()
    this.#channel.port1.unref()
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  /** For how long the work has computed so far. Where the system does not say, how long it was waited for. */
  get seconds(): number {
    this.#seconds = usageOf(this.#pids)?.seconds ?? this.#seconds
    return this.#secondsOfOthers + this.#seconds
  }

  start(): void {
    this.#life++
    this.#secondsOfOthers += this.#seconds
    this.#seconds = 0
    this.#readySeconds = 0
    // Of a start that was stopped halfway.
    this.#pipes?.close()
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
      // Calls leave much garbage. With more space for what is new, it is collected less often.
      '--min-semi-space-size=16',
      // What the work leaves to chance, such as a mask without a seed, is the same whenever it is graded.
      '--random-seed=1',
      '--input-type=module',
      '--eval',
      `await (${String(boot)})(${JSON.stringify(options)}, (specifier) => import(specifier))`,
    ]
    this.#order({ life: this.#life, start: { command, args, folder: tmpdir(), pipes: this.#pipes?.theirs } })
    this.#pid = 0
    this.#pids = []
    this.#secondsBefore = 0
    // A check that is stopped before has started nothing.
    this.#isRunning = true
  }

  /** Ends the process. */
  kill(): void {
    this.#order({ life: this.#life, kill: true })
    this.#forget()
  }

  /** Ends the process, and the thread that owns it. */
  end(): void {
    if (this.#isRunning) this.kill()
    NamedPipes.removeNames()
    this.#channel.port1.close()
  }

  #forget(): void {
    this.#isRunning = false
    this.#pipes?.close()
    this.#pipes = undefined
  }

  /** @throws ProcessEnded, always */
  #hasEnded(): never {
    this.#forget()
    throw new ProcessEnded('It has ended.')
  }

  /**
   * Sends a message.
   *
   * @throws ProcessEnded, or LimitReached
   */
  send(words: Message, arrays: readonly ArrayBufferView[] = []): void {
    this.#noteRun()
    const frame = pack(words, arrays)
    if (this.#pipes === undefined) this.#order({ life: this.#life, send: frame }, [frame.buffer])
    else {
      const pipes = this.#pipes
      if (!waiting(() => pipes.send(frame, this.#noteWait))) this.#hasEnded()
    }
  }

  #order(order: Order, moved: ArrayBuffer[] = []): void {
    this.#channel.port1.postMessage(order, moved)
  }

  /**
   * Waits for the next message of the process.
   *
   * @throws ProcessEnded, or LimitReached
   */
  receive(): Packet {
    return this.#pipes === undefined ? this.#receiveReport() : this.#receiveFrame(this.#pipes)
  }

  #receiveFrame(pipes: NamedPipes): Packet {
    const head = new Uint8Array(4)
    if (!waiting(() => pipes.receive(head, this.#noteWait))) this.#hasEnded()
    const length = 4 + new Uint32Array(head.buffer)[0]
    const frame = this.readable(() => {
      // An honest answer is shorter.
      if (length > LONGEST_MESSAGE || length < HEADER) throw new RangeError('No message is as long.')
      return new Uint8Array(length)
    })
    frame.set(head)
    if (!waiting(() => pipes.receive(frame.subarray(4), this.#noteWait))) this.#hasEnded()
    // One that never stops sending never lets the grader wait.
    this.#expectWithinLimits()
    return this.readable(() => unpack(frame))
  }

  /** Waits for the next message that the thread passes on. */
  #receiveReport(): Packet {
    for (;;) {
      const posted = Atomics.load(this.#posted, 0)
      const report = this.#nextReport()
      if (report === undefined) {
        const isTimeout = waiting(() => Atomics.wait(this.#posted, 0, posted, PERIOD)) === 'timed-out'
        this.#noteWait(isTimeout ? PERIOD : 0)
      } else if ('ended' in report) this.#hasEnded()
      else if ('frame' in report) {
        this.#expectWithinLimits()
        return this.readable(() => unpack(report.frame))
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

  /** Reads what the process has sent. @throws ProcessEnded if no honest work can have sent it */
  readable<Result>(read: () => Result): Result {
    try {
      return read()
    } catch {
      this.kill()
      throw new ProcessEnded('It sent what nobody can read.')
    }
  }

  /** Notes for how long the process has computed before, if another run begins. */
  #noteRun(): void {
    const run = limitedRun()
    if (run === this.#run) return
    this.#run = run
    this.#secondsBefore = usageOf(this.#pids)?.seconds ?? 0
  }

  /**
   * Notes that the process was waited for.
   *
   * @param milliseconds - how long this wait was meant to be; on a busy machine it has taken longer
   * @throws LimitReached
   */
  readonly #noteWait = (milliseconds: number): void => {
    this.#waited += milliseconds / 1000
    this.#expectWithinLimits()
  }

  /** @throws LimitReached if the process computes for too long or takes too much memory */
  #expectWithinLimits(): void {
    const now = performance.now()
    if (now - this.#lookedAt < PERIOD) return
    this.#lookedAt = now
    if (this.#pid === 0 && this.#pipes) this.#nextReport()
    if (this.#pid !== 0 && this.#pids.length < this.#family) this.#pids = familyOf(this.#pid)
    const usage = usageOf(this.#pids)
    // A process that could compute is not to blame if the machine does not let it.
    const ready = (usage?.readySeconds ?? this.#readySeconds) - this.#readySeconds
    noteWaiting(Math.max(0, this.#waited - ready))
    this.#readySeconds += ready
    this.#seconds = usage?.seconds ?? this.#seconds + this.#waited
    this.#waited = 0
    const left = timeLeft()
    const late =
      left.waiting <= 0 || (usage !== undefined && usage.seconds - this.#secondsBefore > left.computing)
    if (!late && !(usage !== undefined && usage.bytes > MOST_BYTES)) return
    this.kill()
    throw new LimitReached(late ? 'time' : 'memory')
  }

  /** How many processes there are: Node, and the one that keeps it apart. */
  get #family(): number {
    return this.#command.length > 0 ? 2 : 1
  }
}
