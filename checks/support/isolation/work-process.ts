import { fileURLToPath } from 'node:url'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { tmpdir } from 'node:os'
import { memoryLimit } from '#kit/system/memory-limit.ts'
import { boot, type BootOptions } from './boot.ts'
import { SERVE } from './importable.ts'
import { LimitReached, limitedRun } from './limits.ts'
import { HEADER, pack, unpack, type Message, type Packet } from './packet.ts'
import { NamedPipes } from './named-pipes.ts'
import { processUsage } from './process-usage.ts'
import { pump, STATES, type Order, type PumpData, type Report } from './pump.ts'

/** The memory in bytes that the process of the work may take, as much as the checks may in watch mode. */
const MOST_BYTES = memoryLimit()

/** The longest message in bytes. */
const LONGEST_MESSAGE = 2 ** 27

/** The compiled loops of the kit. */
const KERNELS = fileURLToPath(new URL('../../../kit/engine/wasm/kernels.wasm', import.meta.url))

/** The process of the work has ended, or said something that no honest work can say. */
export class ProcessEnded extends Error {}

/**
 * The process that runs the work, and the messages to it and from it. It can be started again after it has ended. The
 * grader waits until a message is sent or received. Another thread ends a process that reaches a limit meanwhile.
 */
export class WorkProcess {
  readonly #command: readonly string[]
  readonly #posted = new Int32Array(new SharedArrayBuffer(4))
  readonly #channel = new MessageChannel()
  #pipes: NamedPipes | undefined
  #life = 0
  #isRunning = false
  /** What the thread needs to know: whether somebody waits for the process, and the limits. See {@link PumpData}. */
  readonly #state = new Int32Array(new SharedArrayBuffer(4))
  readonly #run = new Float64Array(new SharedArrayBuffer(32))
  /** What the thread knows: the number of the process, and the seconds for which it has computed. */
  readonly #used = new Float64Array(new SharedArrayBuffer(16))
  readonly #usage = processUsage()
  /** For how long the processes before this one have computed, in seconds. */
  #secondsOfOthers = 0
  /** The process and those that it started, as far as they are known, and how many there will be. */
  #pids: readonly number[] = []
  readonly #family: number

  /** @param command - the words of the command line before Node itself */
  constructor(command: readonly string[]) {
    this.#command = command
    // Node, and what keeps it apart.
    this.#family = command.length > 0 ? 2 : 1
    const workerData: PumpData = {
      port: this.#channel.port2,
      posted: this.#posted,
      state: this.#state,
      states: STATES,
      run: this.#run,
      used: this.#used,
      family: this.#family,
      longestMessage: LONGEST_MESSAGE,
      mostBytes: MOST_BYTES,
    }
    const thread = new Worker(`(${String(pump)})((${String(processUsage)})())`, {
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
    const [pid, seconds] = this.#used
    if (this.#isRunning && pid > 0) {
      const { familyOf, usageOf } = this.#usage
      if (this.#pids.length < this.#family) this.#pids = familyOf(pid)
      this.#used[1] = Math.max(seconds, usageOf(this.#pids)?.seconds ?? 0)
    }
    return this.#secondsOfOthers + this.#used[1]
  }

  start(): void {
    this.#life++
    this.#secondsOfOthers += this.#used[1]
    this.#used.fill(0)
    this.#pids = []
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
      '--input-type=module',
      '--eval',
      `await (${String(boot)})(${JSON.stringify(options)}, (specifier) => import(specifier))`,
    ]
    this.#order({ life: this.#life, start: { command, args, folder: tmpdir(), pipes: this.#pipes?.theirs } })
    // A check that is stopped before has started nothing.
    this.#isRunning = true
  }

  /** Ends the process. */
  kill(): void {
    this.#order({ life: this.#life, kill: true })
    this.#isRunning = false
    this.#pipes?.close()
    this.#pipes = undefined
    // A call that was stopped from outside is still waiting.
    Atomics.store(this.#state, 0, STATES.busy)
  }

  /** Ends the process, and the thread that owns it. */
  end(): void {
    if (this.#isRunning) this.kill()
    NamedPipes.removeNames()
    this.#channel.port1.close()
  }

  /** @throws ProcessEnded, always */
  #hasEnded(): never {
    this.kill()
    throw new ProcessEnded('It has ended.')
  }

  /**
   * Sends a message.
   *
   * @throws ProcessEnded, or LimitReached
   */
  send(words: Message, arrays: readonly ArrayBufferView[] = []): void {
    const frame = pack(words, arrays)
    if (this.#pipes === undefined) this.#order({ life: this.#life, send: frame }, [frame.buffer])
    else {
      const pipes = this.#pipes
      if (!this.#withinLimits(() => pipes.send(frame))) this.#hasEnded()
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
    const pipes = this.#pipes
    const frame = this.#withinLimits(() => (pipes ? this.#nextFrame(pipes) : this.#nextReport()))
    if (frame === undefined) this.#hasEnded()
    return this.readable(() => unpack(frame))
  }

  /** Waits for something. Meanwhile, the process is ended if it reaches a limit. @throws ProcessEnded, or LimitReached */
  #withinLimits<Result>(wait: () => Result): Result {
    const { busy, waiting, late, large } = STATES
    this.#run.set([...limitedRun(), this.#life])
    Atomics.store(this.#state, 0, waiting)
    const result = wait()
    // The process may reach a limit until now, and not from now on.
    const state = Atomics.exchange(this.#state, 0, busy)
    if (state === waiting) return result
    this.kill()
    if (state === late || state === large) throw new LimitReached(state === late ? 'time' : 'memory')
    throw new ProcessEnded('It was given up.')
  }

  /** Waits for the next message; undefined if there will be none. */
  #nextFrame(pipes: NamedPipes): Uint8Array | undefined {
    const head = new Uint8Array(4)
    if (!pipes.receive(head)) return undefined
    const length = 4 + new Uint32Array(head.buffer)[0]
    // An honest answer is shorter.
    if (length > LONGEST_MESSAGE || length < HEADER) return undefined
    const frame = new Uint8Array(length)
    frame.set(head)
    return pipes.receive(frame.subarray(4)) ? frame : undefined
  }

  /** Waits for the next message that the thread passes on; undefined if there will be none. */
  #nextReport(): Uint8Array | undefined {
    for (;;) {
      const posted = Atomics.load(this.#posted, 0)
      const report = receiveMessageOnPort(this.#channel.port1)?.message as Report | undefined
      if (report === undefined) Atomics.wait(this.#posted, 0, posted)
      else if (report.life === this.#life) return 'frame' in report ? report.frame : undefined
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
}
