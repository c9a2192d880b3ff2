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

A learner begins with \`npx kit init\` and writes one TODO after the other. Each time there is a typical mistake in it at
first, and \`npx kit hint\` is asked before it is mended; a hint changes nothing of what \`npx kit status\` says. This page is
a transcript of that walk, cut down to the lines that count; \`npm run walk\` walks it again, checks what is said at each
step, and writes the page.`

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
    '# mended',
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
