import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GradingResult } from '#kit/grading/result.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { TemporaryKit } from '../../../support/temporary-kit.ts'
import { honest, placed, type Attempt } from './attempt.ts'

/** What grading a hostile submission has led to. */
export interface Graded {
  result: GradingResult
  /** What the grader printed. */
  output: string
  /** The TODOs that earned their points. */
  earned: string[]
  /** What is in the kit, the home folder and the temporary folder that was not there before, or is different. */
  changed: string[]
  /** How often somebody asked the server of this machine. */
  asked: number
}

/** Where the attempts are made: in calls, or while a file is loaded. */
export type Moment = 'called' | 'loaded'

/** Options of {@link gradeAttempts}. */
export interface GradeOptions {
  /** Whether to pretend that every attempt succeeded. */
  succeed?: boolean
  /** Whether the submission runs in a process of its own. */
  isolated?: boolean
  /** Changes something else in the submission. */
  prepare?: (kit: TemporaryKit) => void
}

/**
 * Grades a submission, in a process of its own, in which every attempt has a TODO.
 *
 */
export async function gradeAttempts(
  attempts: readonly Attempt[],
  moment: Moment,
  { succeed = false, isolated = true, prepare = () => {} }: GradeOptions = {},
): Promise<Graded> {
  const kit = new TemporaryKit()
  // Its path must be short: sockets have no long names.
  const around = mkdtempSync(join(tmpdir(), 'hostile-'))
  const [home, temporary, socket] = ['home', 'tmp', 'socket'].map((name) => join(around, name))
  for (const folder of [home, temporary]) mkdirSync(folder)
  let asked = 0
  const server = createServer((_, response) => response.end(String(++asked)))
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  const words = { ROOT: kit.root, MARK: join(home, 'mark'), SOCKET: socket }
  const written = ({ code }: Attempt): string =>
    succeed
      ? 'loot = true'
      : code.replaceAll(/\b(?:ROOT|MARK|SOCKET)\b/g, (word) =>
          JSON.stringify(words[word as keyof typeof words]),
        )
  for (const id of honest) kit.fill(id)
  for (const [id, attempt] of placed(attempts)) {
    const tried = `try {\n  ${written(attempt)}\n} catch {}`
    const name = `loot${id.replace('.', '_')}`
    const begins = moment === 'called' ? `let loot: any\n${tried}` : `const loot = ${name}`
    const wrong = attempt.otherwise ?? "throw new Error('nothing was taken')"
    kit.fill(id, (code) => `${begins}\nif (!loot) { ${wrong} }\n${code}`)
    const { file } = findTodo(id)
    if (moment === 'loaded')
      kit.write(
        `assignments/${file}`,
        `${kit.read(`assignments/${file}`)}\nlet ${name}: any\n{ let loot: any\n${tried}\n${name} = loot }\n`,
      )
  }
  prepare(kit)
  const report = join(around, 'result.json')
  const before = listing([kit.root, home, temporary])
  const env = {
    CNN_GRADING: isolated ? '1' : undefined,
    CNN_RESULT: report,
    HOME: home,
    TMPDIR: temporary,
    // Vitest keeps a token there.
    XDG_DATA_HOME: join(around, 'data'),
  }
  const { output } = await kit.grade('', env, ['--reporter=./kit/vitest/reporters/result.ts'])
  const after = listing([kit.root, home, temporary])
  const result = JSON.parse(readFileSync(report, 'utf8')) as GradingResult
  server.close()
  server.closeAllConnections()
  rmSync(around, { recursive: true })
  const todos = result.parts.flatMap((part) => part.todos)
  return {
    result,
    output,
    earned: todos.filter(({ points }) => points > 0).map(({ todo }) => todo),
    changed: [...after].filter(([path, hash]) => before.get(path) !== hash).map(([path]) => path),
    asked,
  }
}

/** Returns a hash of every file in these folders. */
function listing(folders: readonly string[]): Map<string, string> {
  const hashes = new Map<string, string>()
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      // The packages are shared with other copies of the kit, and the report is the grader's own.
      if (/^(?:node_modules\b|report\.json$)/.test(name)) continue
      const path = join(folder, name)
      const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile()
      if (isFile !== undefined)
        hashes.set(path, isFile ? createHash('sha1').update(readFileSync(path)).digest('hex') : '')
    }
  return hashes
}
