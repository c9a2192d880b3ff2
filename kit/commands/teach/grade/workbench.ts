import { fork, type ChildProcess } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SourceTree } from '../../../course/cut-stubs.ts'
import { manifest } from '../../../course/manifest.ts'
import { hashOfFiles } from '../../../grading/hash.ts'
import type { GradingResult } from '../../../grading/result.ts'
import { writeWithFolders } from '../../../system/write-with-folders.ts'
import type { RunOrder } from '../../../vitest/graded-runs.ts'
import { root } from '../../../system/root.ts'

/** What grading needs of the kit. */
const COPIED = [
  'checks',
  'kit',
  'data',
  'solutions',
  'course.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.cjs',
]

/** What a run may know of the environment. Anything else could change a result. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot']

/** A copy of the kit in a temporary folder, in which one submission after the other is graded. */
export class Workbench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cnn-grading-'))
  readonly #memory: number
  readonly #secret: string
  /** The process that runs the checks, once it has been needed. */
  #runner: ChildProcess | undefined

  /**
   * @param memory - the most memory of a submission, in MB
   * @param secret - decides the random cases of each submission. Who knew it could try until wrong code passes.
   */
  constructor(memory: number, secret: string = randomUUID()) {
    this.#memory = memory
    this.#secret = secret
    for (const name of COPIED.filter((entry) => existsSync(join(root, entry))))
      cpSync(join(root, name), join(this.#folder, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'), 'junction')
  }

  /**
   * Runs checks on a submission, which has a process of its own.
   *
   * @param files - by path below `assignments/`
   * @param order - which checks; all of them by default
   * @returns undefined if the run ended without a result
   */
  async run(
    files: SourceTree,
    order: Omit<RunOrder, 'seed'> = { checks: [], todos: [] },
  ): Promise<GradingResult | undefined> {
    const result = join(this.#folder, 'result.json')
    this.#write(files)
    rmSync(result, { force: true })
    this.#runner ??= await this.#start(result)
    this.#runner?.send({ ...order, seed: this.#seedOf(files) } satisfies RunOrder)
    await this.#answer()
    return existsSync(result) ? (JSON.parse(readFileSync(result, 'utf8')) as GradingResult) : undefined
  }

  /** Returns a number that is always the same for the same files, and nearly always another one for others. */
  #seedOf(files: SourceTree): number {
    const hash = createHmac('sha256', this.#secret).update(hashOfFiles(files)).digest('hex')
    return Number.parseInt(hash.slice(0, 7), 16)
  }

  async #start(result: string): Promise<ChildProcess | undefined> {
    const known = INHERITED.filter((name) => name in process.env).map((name) => [name, process.env[name]])
    this.#runner = fork(join(this.#folder, 'kit/vitest/graded-runs.ts'), {
      cwd: this.#folder,
      env: {
        ...(Object.fromEntries(known) as Record<string, string>),
        CNN_GRADING: '1',
        CNN_RESULT: result,
        CNN_MEMORY_MB: String(this.#memory),
      },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    await this.#answer()
    return this.#runner
  }

  /** Waits until the process has answered. One that has ended instead is forgotten. */
  async #answer(): Promise<void> {
    const runner = this.#runner
    if (runner === undefined) return
    const ended = await new Promise<boolean>((resolve) => {
      runner.once('message', () => resolve(false))
      runner.once('exit', () => resolve(true))
    })
    runner.removeAllListeners()
    if (ended) this.#runner = undefined
  }

  /** Replaces the submission in the folder. */
  #write(files: SourceTree): void {
    const assignments = join(this.#folder, 'assignments')
    rmSync(assignments, { recursive: true, force: true })
    // A failure names the line of the handout that explains it.
    for (const { folder } of manifest) {
      const handout = join('assignments', folder, 'README.md')
      cpSync(join(root, handout), join(this.#folder, handout))
    }
    for (const [file, text] of files) writeWithFolders(join(assignments, file), text)
  }

  /** Ends a run that is under way, and removes the folder. */
  remove(): void {
    this.#runner?.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
