import { zipSync } from 'fflate'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { course } from '../../../course/manifest.ts'
import { readStubs } from '../../../course/stubs.ts'
import type { Detail } from '../../../grading/detail.ts'
import { dolosFiles } from '../../../grading/formats/dolos.ts'
import { classPage } from '../../../grading/pages/class-page.ts'
import { feedbackPage } from '../../../grading/pages/feedback-page.ts'
import { gradesCsv } from '../../../grading/pages/grades-csv.ts'
import { writeWhole } from '../../../system/write-whole.ts'
import { duration, quantity } from '../../../text/quantities.ts'
import { wrapped } from '../../../text/wrap.ts'
import { root } from '../../../system/root.ts'
import type { GradedSubmission } from './grade-class.ts'

/** What is written about a class. */
export interface Written {
  detail: Detail
  /** Whether learners are named on the page of the class. */
  names?: boolean
  /** The tool for which submissions are written, to compare them. */
  export?: 'dolos'
}

/** Writes everything that a class gives into its folder. */
export async function writeClass(
  folder: string,
  graded: readonly GradedSubmission[],
  { detail, names = false, export: tool }: Written,
): Promise<void> {
  const results = graded.map(({ label, result }) => ({ name: label, result }))
  const write = (path: string, content: string | Uint8Array): Promise<void> =>
    writeWhole(join(folder, path), [content])
  await mkdir(join(folder, 'feedback'), { recursive: true })
  await write(
    'grades.csv',
    gradesCsv(
      graded.map(({ name, label, identifier = name, result }) => ({ name: label, identifier, result })),
    ),
  )
  await write('class.html', classPage({ results, namesShown: names, course: course.name }))
  for (const { name, label, result } of graded)
    await write(
      `feedback/${name}.html`,
      feedbackPage({ name: label, result, detail, course: course.name, when: new Date() }),
    )
  if (tool === undefined) return
  const files = dolosFiles(
    graded.map(({ name, label, submission }) => ({ name, label, files: submission.files })),
    readStubs(root),
  )
  const encoder = new TextEncoder()
  await write(
    'dolos.zip',
    zipSync(Object.fromEntries([...files].map(([path, text]) => [path, encoder.encode(text)]))),
  )
}

/** Returns what was graded and where it is, to print. */
export function summary(folder: string, graded: readonly GradedSubmission[], milliseconds: number): string {
  const kept = graded.filter(({ isKept }) => isKept).length
  const unfinished = graded.filter(({ result }) => !result.complete).map(({ label }) => label)
  return [
    `Graded ${graded.length - kept} of ${quantity(graded.length, 'submission')} in ${duration(milliseconds)}` +
      `${kept > 0 ? `; ${kept} had not changed` : ''}.`,
    ...(unfinished.length > 0 ? [wrapped('', `Grading did not finish for: ${unfinished.join(', ')}.`)] : []),
    ...(graded[0] ? [wrapped('', `The work was kept apart by ${graded[0].result.isolation}.`)] : []),
    `  ${join(folder, 'grades.csv')}   points, for a spreadsheet`,
    `  ${join(folder, 'class.html')}   what the class got wrong, and what to say about it`,
    `  ${join(folder, 'feedback')}     a page for each learner`,
    `  ${join(folder, 'results')}      the same for programs`,
  ].join('\n')
}
