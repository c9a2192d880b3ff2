import { Presets, SingleBar } from 'cli-progress'
import { Command, InvalidArgumentError, Option } from 'commander'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { hasSolutions, readSolutions } from '../../../course/solutions.ts'
import { readStubs } from '../../../course/stubs.ts'
import { details } from '../../../grading/detail.ts'
import { formats } from '../../../grading/formats/index.ts'
import { hashOf, JUDGES } from '../../../grading/hash.ts'
import { gradesCsv } from '../../../grading/pages/grades-csv.ts'
import { findSubmissions } from '../../../grading/submissions/find-submissions.ts'
import { LEAST_MEMORY } from '../../../system/memory-limit.ts'
import { onStop } from '../../../system/stop-signals.ts'
import { UserError } from '../../../system/user-error.ts'
import { writeWhole } from '../../../system/write-whole.ts'
import { printError } from '../../../text/wrap.ts'
import { versions } from '../../../system/versions.ts'
import { root } from '../../../system/root.ts'
import { gradeClass, type GradedSubmission } from './grade-class.ts'
import type { Grader } from './grade-submission.ts'
import { summary, writeClass, type Written } from './write-class.ts'

interface Options extends Written {
  output?: string
  partial?: boolean
  pass?: number
  again?: boolean
  memory: number
  format?: string
}

/** `npx kit grade`: grades the submissions of a class, or one of them for a platform. */
export const gradeCommand = new Command('grade')
  .description('grade submissions: a table, a page for each learner and a page of the class')
  .argument('<submissions>', 'a folder or an archive: of one submission, or with one for each learner')
  .option('-o, --output <path>', 'the folder for what is written, or the file with --format')
  .option('--partial', 'give a TODO the share of its points that its checks give')
  .option(
    '--pass <percent>',
    'exit with 1 if a submission has less than this share of all points',
    percentage,
  )
  .addOption(
    new Option('--detail <detail>', 'how much of a failure learners see').choices(details).default('full'),
  )
  .option('--names', 'name learners on the page of the class')
  .option('--again', 'also grade again what has not changed since the last time')
  .option('--memory <MB>', 'the most memory that a submission may take', megabytes, 1024)
  .addOption(
    new Option('--format <format>', 'write the result of one submission the way a platform reads it').choices(
      [...Object.keys(formats), 'csv'],
    ),
  )
  .addOption(
    new Option('--export <tool>', 'also write the files that a tool needs to compare submissions').choices([
      'dolos',
    ]),
  )
  .action(async (path: string, options: Options) => {
    const { submissions, notes } = await findSubmissions(path)
    if (options.format !== undefined) {
      if (submissions.length !== 1)
        throw new UserError(
          'command',
          `--format needs exactly one submission, but ${path} has ${submissions.length}. Name one of them, or leave out --format.`,
        )
    } else if (submissions.length === 0)
      throw new UserError(
        'command',
        `There are no submissions in ${path}. Name the folder that has one folder for each learner.`,
      )
    for (const note of notes) printError(note)
    const stop = new AbortController()
    let exitCode: number | undefined
    const removeHandler = onStop((request) => {
      exitCode = request.exitCode
      stop.abort()
    })
    const folder = options.format === undefined ? outputFolder(path, options.output) : undefined
    const { format, output } = options
    const isFree = format === undefined || (output !== undefined && process.stdout.isTTY)
    const bar = progressBar(submissions.length, isFree)
    const began = performance.now()
    const graded = await gradeClass(submissions, graderFor(options), {
      results: folder && join(folder, 'results'),
      again: options.again ?? false,
      memory: options.memory,
      graded: (one) => bar.show(one),
      signal: stop.signal,
    })
    bar.stop()
    removeHandler()
    if (exitCode !== undefined) {
      process.exitCode = exitCode
      printError('Stopped. What was graded is kept: the same command goes on from here.')
      return
    }
    if (folder === undefined) await writeFormat(graded[0], options)
    else {
      await writeClass(folder, graded, options)
      console.log(summary(folder, graded, performance.now() - began))
    }
    const share = Math.min(...graded.map(({ result }) => (100 * result.points) / result.possible))
    if (options.pass !== undefined && share < options.pass) process.exitCode = 1
  })

function percentage(text: string): number {
  const value = Number(text)
  if (!/^\d+(?:\.\d+)?$/.test(text) || value > 100)
    throw new InvalidArgumentError('It must be from 0 to 100.')
  return value
}

function megabytes(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < LEAST_MEMORY)
    throw new InvalidArgumentError(`It must be a whole number, at least ${LEAST_MEMORY}.`)
  return value
}

const graderFor = ({ partial }: Options): Grader => ({
  kit: versions.kit,
  checks: hashOf(root, JUDGES),
  marks: partial ? 'partial' : 'whole',
  stubs: readStubs(root),
  solutions: hasSolutions(root) ? readSolutions(root) : new Map(),
})

/**
 * Returns the folder for what is written.
 *
 * @throws UserError when there is something in it that is not from grading
 */
function outputFolder(path: string, output = `${resolve(path).replace(/\.\w+$/, '')}-graded`): string {
  const folder = resolve(output)
  if (!existsSync(folder)) return folder
  if (!statSync(folder).isDirectory())
    throw new UserError('command', `${folder} is a file. Name a folder with --output.`)
  const isOurs = readdirSync(folder).length === 0 || existsSync(join(folder, 'results'))
  if (isOurs) return folder
  throw new UserError(
    'command',
    `${folder} has other files in it. Name a new folder, or one that this command has written, with --output.`,
  )
}

/** Shows how many submissions are graded, or a line for each if there is no terminal. */
function progressBar(total: number, isShown: boolean): { show(one: GradedSubmission): void; stop(): void } {
  const format = 'Grading {bar} {value}/{total}  {name}'
  const bar =
    isShown && process.stdout.isTTY
      ? new SingleBar({ format, stream: process.stdout, hideCursor: true }, Presets.shades_classic)
      : undefined
  bar?.start(total, 0, { name: '' })
  return {
    show({ label, result, isKept }) {
      if (bar) bar.increment({ name: label.slice(0, 30) })
      else if (isShown)
        console.log(`${label}: ${result.points} of ${result.possible} points${isKept ? ', unchanged' : ''}`)
    },
    stop: () => bar?.stop(),
  }
}

async function writeFormat(
  { name, result }: GradedSubmission,
  { format, detail, output }: Options,
): Promise<void> {
  const text =
    format === 'csv'
      ? gradesCsv([{ name, result }])
      : formats[format!](result, { detail, environment: process.env, now: new Date() })
  if (output === undefined) return void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  await mkdir(dirname(resolve(output)), { recursive: true })
  await writeWhole(resolve(output), [text])
}
