/** The kit's answer to a question of a handout. */
export interface Answer {
  paragraphs: string[]
  /** Usual wrong answers. Each begins with the answer in quotation marks, and goes on with why it is wrong. */
  mistakes: string[]
}

/**
 * Reads the answers in a text, by the numbers of their questions:
 *
 *     4.1
 *     A paragraph of the answer. Its lines
 *     belong together.
 *
 *     Another paragraph.
 *
 *     - "A usual wrong answer." Why it is wrong.
 *
 *     4.2
 *     ...
 *
 * @param where - the file, for errors
 * @throws Error if a text stands before the first number, if a number occurs twice, or if an answer is empty
 */
export function readAnswers(text: string, where: string): Map<string, Answer> {
  const [before, ...parts] = text.replaceAll('\r\n', '\n').split(/^(\d+\.\d+)\n/m)
  if (before.trim() !== '') throw new Error(`${where}: the text before the first number answers no question.`)
  const answers = new Map<string, Answer>()
  for (let i = 0; i < parts.length; i += 2) {
    const [id, body] = [parts[i], parts[i + 1]]
    const all = body.trim().split(/\n{2,}/).map((paragraph) => paragraph.replaceAll(/\s+/g, ' ')) // prettier-ignore
    const mistakes = all.filter((paragraph) => paragraph.startsWith('- '))
    const paragraphs = all.filter((paragraph) => paragraph !== '' && !paragraph.startsWith('- '))
    if (answers.has(id)) throw new Error(`${where}: question ${id} is answered twice.`)
    if (paragraphs.length === 0) throw new Error(`${where}: question ${id} has no answer.`)
    answers.set(id, { paragraphs, mistakes: mistakes.map((each) => each.slice(2)) })
  }
  return answers
}
