import type { Run } from '../../commands/kit/learner.ts'
import type { Step } from './walk.ts'

/** Returns the walk as a page: the commands typed at each step, and the relevant lines of their output. */
export function page(steps: readonly Step[]): string {
  const parts = [...new Set(steps.map(({ part }) => part))]
  const chapters = parts.flatMap((part) => [
    `## Part ${part.number}: ${part.title}`,
    ...steps.filter((step) => step.part === part).map(section),
  ])
  return [INTRODUCTION, ...chapters].join('\n\n') + '\n'
}

const INTRODUCTION = `# A learner's walk

A learner begins with \`npx kit init\` and writes one TODO after the other. Each time, the first version has a typical mistake.
The learner asks for a hint with \`npx kit hint\` and then corrects the code. A hint does not change what \`npx kit status\` says.
This page is a transcript of that walk, shortened to the lines that matter. \`npm run walk\` repeats the walk, checks the
output of each step, and writes this page.`

function section({ todo, mutant, wrong, hint, right, status }: Step): string {
  const transcript = [
    `$ npx kit check ${todo.id}`,
    ...linesOf(wrong, /^ {2}(?:Wrong|Next)/),
    `exit code ${wrong.status}`,
    '',
    '$ npx kit status',
    ...status.wrong,
    '',
    `$ npx kit hint ${todo.id}`,
    ...linesOf(hint, /^\d\. /),
    '',
    '# corrected',
    `$ npx kit check ${todo.id}`,
    ...linesOf(right, /^ {2}(?:Wrong|TODO|Compare|Next|All|Part \d)/).filter(isOfPart(todo.id)),
    `exit code ${right.status}`,
    '',
    '$ npx kit status',
    ...status.right,
  ]
  return [
    `### ${todo.id} ${todo.title}`,
    `The mistake: ${mutant.mistake}.`,
    ['```text', ...transcript, '```'].join('\n'),
  ].join('\n\n')
}

const linesOf = ({ output }: Run, wanted: RegExp): string[] =>
  output.split('\n').filter((line) => wanted.test(line))

/** Drops the table lines of other parts, which do not change. */
const isOfPart =
  (id: string) =>
  (line: string): boolean =>
    !line.startsWith('  Part') || line.startsWith(`  Part ${id.split('.')[0]}`)
