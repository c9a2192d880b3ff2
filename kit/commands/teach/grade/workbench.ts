import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceTree } from '../../../course/cut-stubs.ts'
import type { GradingResult } from '../../../grading/result.ts'
import { root } from '../../kit/root.ts'

/** What grading needs of the kit. */
const COPIED = ['checks', 'kit', 'data', 'solutions', 'course.json', 'package.json', 'tsconfig.json', 'vitest.config.cjs']

/** Variables of the environment that a run of the checks needs. Others could change a result. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'CNN_MEMORY_MB']

/** A copy of the kit in which one submission at a time is graded. The kit's own folder is only read. */
export class Workbench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cnn-grading-'))
  #run: AbortController | undefined

  constructor() {
    for (const name of COPIED.filter((entry) => existsSync(join(root, entry))))
      cpSync(join(root, name), join(this.#folder, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'), 'junction')
  }

  /**
   * Runs the checks on a submission, in a process of its own.
   *
   * @param files - by path below `assignments/`
   * @param checks - the check files to run
   * @returns undefined if the run ended without a result
   */
  async run(files: SourceTree, checks: readonly string[]): Promise<GradingResult | undefined> {
    const assignments = join(this.#folder, 'assignments')
    const result = join(this.#folder, 'result.json')
    for (const path of [assignments, result]) rmSync(path, { recursive: true, force: true })
    mkdirSync(assignments)
    for (const [file, text] of files) {
      mkdirSync(dirname(join(assignments, file)), { recursive: true })
      writeFileSync(join(assignments, file), text)
    }
    const vitest = join(dirname(fileURLToPath(import.meta.resolve('vitest/package.json'))), 'vitest.mjs')
    this.#run = new AbortController()
    const { signal } = this.#run
    const child = spawn(
      process.execPath,
      [vitest, 'run', '--project=assignments', '--maxWorkers=1', '--reporter=./kit/vitest/reporters/result.ts', ...checks],
      {
        cwd: this.#folder,
        env: {
          ...Object.fromEntries(INHERITED.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : []))),
          CNN_GRADING: '1',
          CNN_RESULT: result,
        },
        stdio: 'ignore',
        signal,
      },
    )
    await once(child, 'exit').catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
    return existsSync(result) ? (JSON.parse(readFileSync(result, 'utf8')) as GradingResult) : undefined
  }

  /** Ends a run under way, and removes the folder. */
  remove(): void {
    this.#run?.abort()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
