import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { hashOfFiles } from '../../../grading/hash.ts'
import { FORMAT, type GradingResult } from '../../../grading/result.ts'
import type { Found } from '../../../grading/submissions/find-submissions.ts'
import { readSubmission, type Submission } from '../../../grading/submissions/read-submission.ts'
import { writeWhole } from '../../../system/write-whole.ts'
import { gradeSubmission, type Grader } from './grade-submission.ts'
import { Workbench } from './workbench.ts'

/** A submission with its result. */
export interface GradedSubmission extends Found {
  submission: Submission
  result: GradingResult
  /** Whether the result is from an earlier run. */
  isKept: boolean
}

/** The file with {@link secretBeside}. */
const SECRET = '.random-cases'

/** How a class is graded. */
export interface ClassOptions {
  /** The folder for the results; a result in it that still holds is kept. */
  results?: string
  /** Whether everything is graded again. */
  again: boolean
  /** The most memory of a submission, in MB. */
  memory: number
  /** Called whenever a submission is graded. */
  graded?: (one: GradedSubmission) => void
  signal: AbortSignal
}

/**
 * Grades submissions, one on each core at a time. Each result is written as soon as it is there, so a run that was stopped
 * can be continued.
 *
 * @returns the results in the order of the submissions; fewer if it was stopped
 */
export async function gradeClass(
  submissions: readonly Found[],
  grader: Grader,
  { results, again, memory, graded, signal }: ClassOptions,
): Promise<GradedSubmission[]> {
  if (results !== undefined) mkdirSync(results, { recursive: true })
  const secret = results && (await secretBeside(results))
  const done = new Map<Found, GradedSubmission>()
  const left = [...submissions]
  const work = async (): Promise<void> => {
    let workbench: Workbench | undefined
    const stop = () => workbench?.remove()
    signal.addEventListener('abort', stop)
    try {
      for (let found = left.shift(); found !== undefined && !signal.aborted; found = left.shift()) {
        const submission = await readSubmission(found)
        if (signal.aborted) return
        const file = results && join(results, `${found.name}.json`)
        const kept = file === undefined || again ? undefined : stillHolds(file, submission, grader)
        workbench ??= kept ? undefined : new Workbench(memory, secret)
        const result = kept ?? (await gradeSubmission(submission, grader, workbench!))
        if (signal.aborted) return
        if (file !== undefined && !kept) await writeWhole(file, [`${JSON.stringify(result, undefined, 2)}\n`])
        const one = { ...found, submission, result, isKept: kept !== undefined }
        done.set(found, one)
        graded?.(one)
      }
    } finally {
      signal.removeEventListener('abort', stop)
      stop()
    }
  }
  const workers = Math.min(availableParallelism(), submissions.length)
  await Promise.all(Array.from({ length: workers }, work))
  return submissions.flatMap((found) => done.get(found) ?? [])
}

/** Returns what decides the random cases. It stays with the results, so that grading again gives the same ones. */
async function secretBeside(results: string): Promise<string> {
  const file = join(results, '..', SECRET)
  if (!existsSync(file)) await writeWhole(file, [`${randomUUID()}\n`])
  return readFileSync(file, 'utf8')
}

/** Returns the result in a file if it is about the same submission and the same checks. */
function stillHolds(file: string, { files, notes }: Submission, grader: Grader): GradingResult | undefined {
  if (!existsSync(file)) return undefined
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as GradingResult
    const isSame =
      result.format === FORMAT &&
      result.complete &&
      result.kit === grader.kit &&
      result.checks === grader.checks &&
      result.marks === grader.marks &&
      result.submission === hashOfFiles(files)
    return isSame ? { ...result, notes } : undefined
  } catch {
    // It is damaged, and will be replaced.
    return undefined
  }
}
