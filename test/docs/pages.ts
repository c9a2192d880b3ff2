import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { anchorsOf } from '#kit/course/anchors.ts'

/** The folder of the kit. */
export const root = join(import.meta.dirname, '../..')

const NOT_OURS = /(?:^|[\\/])(?:node_modules|site|runs|notes\.md|\.[^\\/]+)(?:[\\/]|$)/

/** Returns the paths of all Markdown files in a folder and its subfolders, relative to the folder. */
export const pagesIn = (folder: string): string[] =>
  ['.', 'assignments', 'data', 'docs', 'kit', 'solutions', 'test']
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) =>
      readdirSync(join(folder, name), { recursive: name !== '.', encoding: 'utf8' }).map((file) =>
        join(name, file).replaceAll('\\', '/'),
      ),
    )
    .filter((file) => file.endsWith('.md') && !NOT_OURS.test(file))

/** Returns the relative links of a page, including pictures, that lead to no file or to no heading in it. */
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

/** Returns the targets of the links in a Markdown text, except those in comments and code. */
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

/** Returns the commands of a page: every line of a code block, and every inline code, that starts with npm or npx. */
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
