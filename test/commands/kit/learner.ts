import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { startRepository } from '#kit/commands/kit/init/learner-repository.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { writeRecord, type ProgressRecord, type TodoRecord } from '#kit/progress/record.ts'
import { DIFFICULT_FOLDER_NAME, firstFreeFolder } from '../../support/folders.ts'
import { fingerprintsOf } from '#kit/course/work-files.ts'

export const kitRoot: string = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '')

export interface Run {
  status: number | null
  stdout: string
  /** The output on both streams. */
  output: string
}

/** Runs `kit` in a folder, as npx does. Its output must not contain a stack trace. */
export function kit(folder: string, args: readonly string[], { cwd = folder, env = {} } = {}): Run {
  return run([join(folder, 'kit/commands/kit.js'), ...args], cwd, env)
}

/** Runs Node in a folder. */
export function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...environmentOutsideVitest(), NO_COLOR: '1', ...env },
  })
  assert.doesNotMatch(stderr, /^ +at /m)
  return { status, stdout, output: stdout + stderr }
}

/**
 * Returns the environment without the variables that tell a process that it runs in Vitest, in an editor or remotely.
 */
export const environmentOutsideVitest = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(?:VITEST|NODE_ENV$|TEST$|DEV$|PROD$|CNN_|TERM_PROGRAM|SSH_CONNECTION$|REMOTE_CONTAINERS$|CODESPACES$)/.test(
          name,
        ),
    ),
  )

/** A learner's folder, as `npx kit init` creates it, except that its packages are a link to those of the kit. */
export class Learner {
  readonly #parent = realpathSync(firstFreeFolder('learner'))
  readonly folder: string = join(this.#parent, DIFFICULT_FOLDER_NAME)

  constructor() {
    copyForLearner(this.folder)
    startRepository(this.folder)
    symlinkSync(join(kitRoot, 'node_modules'), join(this.folder, 'node_modules'), 'junction')
  }

  kit(...args: string[]): Run {
    return kit(this.folder, args)
  }

  /** Runs a command with --json and returns the parsed output. */
  json(...args: string[]): unknown {
    return JSON.parse(this.kit(...args, '--json').stdout)
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text)
  }

  /** Replaces the line of a stub that throws with code. */
  solve(file: string, id: string, code: string): void {
    const path = `assignments/${file}`
    const stub = `throw new NotImplementedError('${id}')`
    assert.ok(this.read(path).includes(stub))
    this.write(path, this.read(path).replace(stub, code))
  }

  /** Writes a record, as if runs had found this in the files as they are. */
  record(todos: Record<string, TodoRecord>, more: Partial<ProgressRecord> = {}): void {
    const judged = Object.entries(todos).map(([id, entry]): [string, TodoRecord] => [
      id,
      { ...entry, files: fingerprintsOf(findTodo(id), this.folder) },
    ])
    writeRecord(this.folder, {
      savedOn: new Date().toISOString(),
      todos: Object.fromEntries(judged),
      ...more,
    })
  }

  /** Forgets all runs and hints. */
  forget(): void {
    rmSync(join(this.folder, '.kit'), { recursive: true, force: true })
  }

  remove(): void {
    rmSync(this.#parent, { recursive: true, force: true, maxRetries: 5 })
  }
}
