import type { Expected } from '#kit/course/causes/index.ts'
import type { Mutant } from './mutant.ts'

/**
 * Reads the mistakes in a text, block by block, with empty lines between the blocks:
 *
 *     1.2 averaged db over the examples
 *     says explain/factor or explain/named-factor
 *     - sum(dout, 0)
 *     + T.mean(dout, 0)
 *
 * The text after `- ` in the solution becomes the text after `+ `. Each may span several lines, and without any `+ ` it
 * is removed. A line `in 1.15` before the edit names the TODO whose region contains it, if that is another one. Lines
 * that begin with `#` are comments.
 *
 * @param where - the file, for errors
 * @throws Error if a block has another form
 */
export const readMutants = (text: string, where: string): Mutant[] =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/^#.*\n/gm, '')
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map((block) => readBlock(block.replace(/^\n|\n$/g, '').split('\n'), where))

function readBlock([heading, ...lines]: string[], where: string): Mutant {
  const [, todo, mistake] = /^(\d+\.\d+) (.+)$/.exec(heading) ?? []
  const valuesOf = (start: string): string[] =>
    lines.filter((line) => line.startsWith(`${start} `)).map((line) => line.slice(start.length + 1))
  const textOf = (sign: '-' | '+'): string =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(2))
      .join('\n')
  const [says, ...more] = valuesOf('says')
  const [region = todo] = valuesOf('in')
  const find = textOf('-')
  const strange = lines.find((line) => !/^(?:says |in |[-+](?: |$))/.test(line))
  if (todo === undefined || says === undefined || more.length > 0 || find === '' || strange !== undefined)
    throw new Error(
      `${where}: "${strange ?? heading}" is not how a mistake is written; see test/proof/mutants/read.ts.`,
    )
  return { todo, mistake, causes: says.split(' or ') as Expected[], find, replace: textOf('+'), region }
}
