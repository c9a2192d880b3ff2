import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { NestedNumbers } from '#kit/tensor/index.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Returns the text of a file, given its path relative to the root of the kit. */
export const readText = (path: string): string =>
  readFileSync(`${root}/${path}`, 'utf8').replaceAll('\r\n', '\n')

/** Splits a handout into sections, by heading: everything from one `## heading` to the next. */
export function sectionsOf(markdown: string): Map<string, string> {
  const parts = markdown.split(/^## (.+)$/m).slice(1)
  return new Map(parts.flatMap((part, i) => (i % 2 === 0 ? [[part, parts[i + 1]] as const] : [])))
}

/** A value of a worked example, with its printed digits. Their number shows how exact it claims to be. */
export interface Printed {
  values: NestedNumbers
  text: string
}

/** A worked example of a handout: its call, its inputs and its stated outputs. */
export interface WorkedExample {
  call: string
  inputs: Record<string, NestedNumbers>
  outputs: Record<string, Printed>
}

/** Parses the code blocks tagged `worked` in a piece of a handout. The rows of a matrix may stand below each other. */
export function workedExamples(markdown: string): WorkedExample[] {
  return Array.from(markdown.matchAll(/^```worked\n(.*?)^```$/gms), ([, block]) => {
    const [call, ...lines] = block
      .trimEnd()
      .replaceAll(/\n {3,}/g, ' ')
      .split('\n')
    const gives = lines.indexOf('gives')
    if (gives === -1) throw new Error(`The worked example "${call}" has no line "gives".`)
    const printed = (part: string[]): Record<string, Printed> =>
      Object.fromEntries(
        part.map((line) => {
          const [, name, text] = /^ {2}(\w+) *= (.+)$/.exec(line) ?? []
          if (!name) throw new Error(`Cannot read the line "${line}" of the worked example "${call}".`)
          return [name, { text, values: JSON.parse(text) as NestedNumbers }]
        }),
      )
    const inputs = Object.entries(printed(lines.slice(0, gives))).map(([name, { values }]) => [name, values])
    return { call, inputs: Object.fromEntries(inputs), outputs: printed(lines.slice(gives + 1)) }
  })
}
