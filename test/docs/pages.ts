import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { anchorsOf } from '#kit/course/anchors.ts'

/** The folder of the kit. */
export const root = join(import.meta.dirname, '../..')

const NOT_OURS = /(?:^|[\\/])(?:node_modules|site|runs|\.[^\\/]+)(?:[\\/]|$)/

/** Every Markdown file in a folder and below, by its path from there. */
export const pagesIn = (folder: string): string[] =>
  ['.', 'assignments', 'data', 'docs', 'kit', 'solutions', 'test']
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) =>
      readdirSync(join(folder, name), { recursive: name !== '.', encoding: 'utf8' }).map((file) =>
        join(name, file).replaceAll('\\', '/'),
      ),
    )
    .filter((file) => file.endsWith('.md') && !NOT_OURS.test(file))

/** The relative links of a page, pictures included, that lead nowhere: to no file, or to no heading of it. */
export function brokenLinks(folder: string, page: string): string[] {
  const markdown = readFileSync(join(folder, page), 'utf8')
  return linksOf(markdown).filter((target) => {
    if (/^[a-z]+:/i.test(target)) return false
    const [path, anchor] = target.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(folder, file))) return true
    return (
      anchor !== undefined &&
      !anchorsOf(withoutCode(readFileSync(join(folder, file), 'utf8'))).includes(anchor)
    )
  })
}

/** The targets of the links in a Markdown text, without those in comments and code. */
const linksOf = (markdown: string): string[] =>
  Array.from(
    withoutCode(markdown)
      .replaceAll(/<!--.*?-->/gs, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
    ([, target]) => target,
  )

const withoutCode = (markdown: string): string =>
  markdown.replaceAll(FENCED, '').replaceAll(/`[^`\n]+`/g, (code) => code.replaceAll('](', ''))

const FENCED = /^( *)```[^\n]*\n(.*?)^\1```$/gms

/** The commands of a page: every line of a code block, and every piece of code in the text, that starts with npm or npx. */
export function commandsOf(markdown: string): string[] {
  const blocks = Array.from(markdown.matchAll(FENCED), ([, , code]) => code)
  const inline = Array.from(markdown.replaceAll(FENCED, '').matchAll(/`([^`]+)`/g), ([, code]) => code)
  return [...blocks.flatMap((code) => code.split('\n')), ...inline]
    .flatMap((line) => line.split('&&'))
    .map((command) =>
      command
        .replaceAll(/\s+/g, ' ')
        .trim()
        .replace(/^(?:[A-Z_]+=\S+ )+/, ''),
    )
    .filter((command) => /^(?:npm|npx) [a-z]/.test(command))
}
