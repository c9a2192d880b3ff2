import { sentences, type CauseId } from '../../course/causes/index.ts'
import type { CheckResult } from '../result.ts'

/** Returns the sentence of a check without the heading that the terminal shows before it. */
export function saidBy({ kind, sentence = '' }: CheckResult): string {
  const heading = `${kind}: `
  return sentence.startsWith(heading) ? sentence.slice(heading.length) : sentence
}

/**
 * Finds the values of a cause in what a learner was told, as `sentenceOf` put them there.
 *
 * @param said - the sentence, perhaps between others
 * @returns the values by their names; undefined if this is not the sentence of the cause
 */
export function saidValues(id: CauseId, said: string): Map<string, string> | undefined {
  const values = new Map<string, string>()
  const [start, ...rest] = sentences[id].split(/\{(\w+)\}/)
  let at = said.indexOf(start)
  if (at === -1) return undefined
  at += start.length
  for (let i = 0; i < rest.length; i += 2) {
    const [name, after] = [rest[i], rest[i + 1]]
    const end = after === '' ? said.length : said.indexOf(after, at)
    if (end === -1) return undefined
    values.set(name, said.slice(at, end))
    at = end + after.length
  }
  return values
}
