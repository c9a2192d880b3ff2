import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Question } from '../../../course/answers/questions.ts'
import { withoutCarriageReturns } from '../../../course/cut-stubs.ts'
import { locate } from '../../../course/locate.ts'
import { readOrEmpty } from '../../../system/read-or-empty.ts'
import type { Part } from '../../../course/manifest.ts'
import { withWriteErrors } from '../../../system/system-error.ts'
import { root } from '../../../system/root.ts'

/** Returns the path of the file in which a learner answers the questions of a part, from the root of the kit. */
const pathOf = ({ folder }: Part): string => `assignments/${folder}/notes.md`

/**
 * Adds every question of a part that its notes do not have yet, at their end. What is in the file stays as it is.
 *
 * @throws UserError when the system does not allow writing
 */
export function addQuestions(part: Part, questions: readonly Question[]): void {
  const path = join(root, pathOf(part))
  const notes = readOrEmpty(path)
  const asked = sectionsOf(notes)
  const sections = questions.filter(({ id }) => !asked.has(id)).map(asSection)
  if (sections.length === 0) return
  const before = notes === '' ? introduction(part, questions[0]) : notes.endsWith('\n') ? '' : '\n'
  withWriteErrors(path, () => appendFileSync(path, before + sections.join('')))
}

const introduction = (
  { number, title }: Part,
  { id }: Question,
): string => `# Part ${number}: ${title}, my answers

Lines that begin with ">" are the questions of the handout. Write your answers below them. When you have written something
below question ${id}, \`npx kit answer ${id}\` shows you the answer of the kit.
`

const asSection = ({ id, lines }: Question): string =>
  `\n## Question ${id}\n\n${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}\n\n\n`

/** Returns whether a learner has written something below a question. The question itself does not count. */
export const isAnswered = (part: Part, { id }: Question): boolean =>
  (sectionsOf(readOrEmpty(join(root, pathOf(part)))).get(id) ?? '')
    .split('\n')
    .some((line) => line.trim() !== '' && !line.startsWith('>'))

/** Returns where a question is in the notes, as `assignments/1-fully-connected/notes.md:6`. */
export const placeOfQuestion = (part: Part, { id }: Question): string =>
  `${pathOf(part)}:${locate(join(root, pathOf(part)), `## Question ${id}`)}`

/** Returns what stands below the heading of each question, by its number. */
function sectionsOf(notes: string): Map<string, string> {
  const [, ...parts] = withoutCarriageReturns(notes).split(/^## Question (\d+\.\d+)\b.*$/m)
  return new Map(parts.flatMap((part, i) => (i % 2 === 0 ? [[part, parts[i + 1]] as const] : [])))
}
