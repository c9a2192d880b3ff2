import type { Expected } from '#kit/course/causes/index.ts'
import type { Edit, Mistake } from './mistake.ts'

/**
 * Reads the mistakes in a text, block by block, with empty lines between the blocks:
 *
 *     1.2 averaged db over the examples
 *     says explain/factor or explain/named-factor
 *     - sum(dout, 0)
 *     + T.mean(dout, 0)
 *
 *     2.1 divided the variance by N - 1
 *     says norm/unbiased-variance
 *     with count=N
 *     - ...
 *
 * The text after `- ` in the solution becomes the text after `+ `. Each may span several lines, and without any `+ ` it
 * is removed. Without a line `says`, it is enough that the mistake is caught. A line `with` gives a value for the first
 * sentence. After that, more edits may follow. A line `in 1.15` before an edit names the TODO whose region it changes, if
 * that is another one, and `in file` stands for the whole file. Lines that begin with `#` are comments.
 *
 * @param where - the file, for errors
 * @throws Error if a block has another form
 */
export const readMistakes = (text: string, where: string): Mistake[] =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/^#.*\n/gm, '')
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map((block) => readBlock(block.replace(/^\n|\n$/g, '').split('\n'), where))

function readBlock([heading, ...rest]: string[], where: string): Mistake {
  const [, todo, mistake] = /^(\d+\.\d+) (.+)$/.exec(heading) ?? []
  const [, causes] = /^says (.+)$/.exec(rest[0] ?? '') ?? []
  const values: Record<string, string> = {}
  const lines = (causes === undefined ? rest : rest.slice(1)).filter((line) => {
    const [, name, value] = /^with (\w+)=(.*)$/.exec(line) ?? []
    if (name !== undefined) values[name] = value
    return name === undefined
  })
  const edits: { region: string; find: string[]; replace: string[] }[] = []
  /** Whether the next `- ` line begins another edit. */
  let ended = true
  let strange = todo === undefined ? heading : undefined
  let region = todo
  for (const line of lines) {
    const [, place] = /^in (\d+\.\d+|file)$/.exec(line) ?? []
    const [, sign, text = ''] = /^([-+])(?: (.*))?$/.exec(line) ?? []
    if (place !== undefined) [region, ended] = [place, true]
    else if (sign === '-') {
      if (ended) edits.push({ region, find: [], replace: [] })
      ended = false
      edits.at(-1)!.find.push(text)
    } else if (sign === '+' && edits.length > 0) {
      ended = true
      edits.at(-1)!.replace.push(text)
    } else strange ??= line
  }
  if (edits.length === 0) strange ??= heading
  if (strange !== undefined)
    throw new Error(
      `${where}: "${strange}" is not how a mistake is written; see kit/course/mistakes/read.ts.`,
    )
  const toEdit = (edit: (typeof edits)[number]): Edit => ({
    find: edit.find.join('\n'),
    replace: edit.replace.join('\n'),
    region: edit.region,
  })
  return {
    todo,
    mistake,
    causes: (causes?.split(' or ') ?? []) as Expected[],
    values,
    edits: edits.map(toEdit),
  }
}
