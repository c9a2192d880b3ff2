import { Command } from 'commander'
import { answersIn } from '../../../course/answers/index.ts'
import { questionsOf, type Question } from '../../../course/answers/questions.ts'
import type { Answer } from '../../../course/answers/read.ts'
import { manifest, type Part } from '../../../course/manifest.ts'
import { SOLUTIONS_FILE } from '../../../course/solutions.ts'
import { wrapped } from '../../../text/wrap.ts'
import { root } from '../../../system/root.ts'
import { addQuestions, isAnswered, placeOfQuestion } from './notes.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit answer`: shows the kit's answer to a question of a handout to learners who have written their own. */
export const answerCommand = new Command('answer')
  .description('show the answer to a "Think about it" question of a handout, once you have written your own')
  .argument('<question>', 'its number in the handout, such as 1.1')
  .action((name: string) => {
    const { part, question, all } = questionNamed(name)
    addQuestions(part, all)
    console.log(asText(question, answerTo(part, question)))
  })

/** @throws UserError when there is no such question */
function questionNamed(name: string): { part: Part; question: Question; all: readonly Question[] } {
  const [number] = name.split('.')
  const part = manifest.find((one) => `${one.number}` === number)
  const all = part ? questionsOf(part, root) : []
  const question = all.find(({ id }) => id === name)
  if (part && question) return { part, question, all }
  if (!part || all.length === 0)
    throw new UserError(
      'command',
      `There is no question ${name}. Give the number of a "Think about it" box of a handout, as in "npx kit answer 1.1".`,
    )
  const known = `The questions of Part ${part.number} are ${all[0].id} to ${all.at(-1)!.id}.`
  throw new UserError(
    'command',
    name === number ? `Name one question. ${known}` : `There is no question ${name}. ${known}`,
  )
}

/** @throws UserError when the learner has not written an answer yet, or the kit's answers are not in this folder */
function answerTo(part: Part, question: Question): Answer {
  const { id } = question
  const answers = answersIn(root)
  const place = placeOfQuestion(part, question)
  if (answers.size === 0)
    throw new UserError(
      'no-solutions',
      `The kit's answers are not in this folder. Your teacher may have removed ${SOLUTIONS_FILE}. You can still write ` +
        `your own answer below question ${id} in ${place}.`,
    )
  if (!isAnswered(part, question))
    throw new UserError(
      'command',
      `Write your own answer first, below question ${id} in ${place}. Then "npx kit answer ${id}" shows you the kit's.`,
    )
  const answer = answers.get(id)
  if (!answer) throw new UserError('no-solutions', `The kit has no answer to question ${id}.`)
  return answer
}

function asText({ id }: Question, { paragraphs, mistakes }: Answer): string {
  const wrong =
    mistakes.length > 0 ? ['Usual answers that are wrong:', ...mistakes.map((one) => wrapped('- ', one))] : []
  return [`Question ${id}`, ...paragraphs.map((one) => wrapped('', one)), ...wrong].join('\n\n')
}
