import { spawn } from 'node:child_process'
import { cpSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'
import type { Reason } from '#kit/course/causes/index.ts'
import { everyFailure } from '#kit/vitest/reporters/index.ts'
import { cutStubs } from '#kit/course/cut-stubs.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { writeWithFolders } from '#kit/system/write-with-folders.ts'
import { DIFFICULT_FOLDER_NAME, firstFreeFolder } from './folders.ts'
import { VITEST } from './running-vitest.ts'
import { root } from '#kit/system/root.ts'

const copied = ['checks', 'kit', 'data', 'solutions', 'package.json', 'tsconfig.json', 'vitest.config.cjs']

/** One check in Vitest's JSON report. */
export interface ReportedCheck {
  /** Its file, relative to the root of the kit. */
  file: string
  fullName: string
  status: 'passed' | 'failed' | 'skipped' | 'pending' | 'todo'
  failureMessages: string[]
  meta: { todo?: string; open?: string; reason?: Reason }
}

/** The output and the report of a run of the checks. */
export interface GradedRun {
  exitCode: number | null
  output: string
  checks: ReportedCheck[]
}

/**
 * A copy of the kit in a temporary folder, with untouched stubs whatever the state of this checkout, to be filled in
 * and graded as a learner would.
 */
export class TemporaryKit {
  readonly root = firstFreeFolder(`${DIFFICULT_FOLDER_NAME} kit`)

  /** @param whenOver - calls a function that removes it; when the test ends, unless something else is given */
  constructor(whenOver: (remove: () => void) => void = onTestFinished) {
    whenOver(() => rmSync(this.root, { recursive: true, force: true }))
    for (const name of copied) cpSync(join(root, name), join(this.root, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(this.root, 'node_modules'), 'junction')
    for (const [file, stub] of cutStubs(readSolutions(root)).stubs) this.write(`assignments/${file}`, stub)
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8')
  }

  write(path: string, text: string): void {
    writeWithFolders(join(this.root, path), text)
  }

  /** Fills in a TODO with its solution, or with the result of `change`. */
  fill(id: string, change: (code: string) => string = (code) => code): void {
    const { file } = findTodo(id)
    const marker = (word: string): string => ` *// ${word} SOLUTION ${id.replace('.', '\\.')}\\n`
    const region = new RegExp(`${marker('BEGIN')}([^]*?)${marker('END')}`)
    const [, code] = region.exec(this.read(`solutions/${file}`)) ?? []
    const stub = this.read(`assignments/${file}`)
    this.write(
      `assignments/${file}`,
      stub.replace(new RegExp(` *throw new NotImplementedError\\('${id}'\\)\\n`), () => change(code)),
    )
  }

  /** Runs `npx vitest run` on the checks whose path contains `filter`, with the kit's reporters and a JSON report. */
  async grade(filter = '', env: NodeJS.ProcessEnv = {}, options: readonly string[] = []): Promise<GradedRun> {
    const report = join(this.root, 'report.json')
    const args = [
      VITEST,
      'run',
      ...[...everyFailure, 'json'].map((reporter) => `--reporter=${reporter}`),
      `--outputFile.json=${report}`,
      ...(filter ? [filter] : []),
      ...options,
    ]
    rmSync(report, { force: true })
    const child = spawn(process.execPath, args, {
      cwd: this.root,
      env: { ...process.env, NO_COLOR: '1', ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { name: string; assertionResults: Omit<ReportedCheck, 'file'>[] }[]
    }
    const checks = testResults.flatMap(({ name, assertionResults }) => {
      const file = name.slice(name.lastIndexOf('/checks/') + 1)
      return assertionResults.map((result) => ({ file, ...result }))
    })
    return { exitCode, output: stripVTControlCharacters(output), checks }
  }
}
