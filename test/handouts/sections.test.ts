import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { anchorsOf } from '#kit/grading/anchors.ts'
import { readText, root } from './handout.ts'

const readmes = [
  'README.md',
  ...readdirSync(`${root}/assignments`).map((folder) => `assignments/${folder}/README.md`),
].filter((file) => existsSync(join(root, file)))

test.for(readmes)('every relative link of %s leads somewhere', (file) => {
  const targets = linksOf(readText(file)).filter((target) => !/^[a-z]+:/i.test(target))
  const broken = targets.filter((target) => !resolves(file, target))
  expect(broken).toEqual([])
})

test('every script that the README names exists', () => {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> }
  const named = Array.from(readText('README.md').matchAll(/\bnpm run ([\w:-]+)/g), ([, name]) => name)
  expect(named).not.toEqual([])
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named))
})

/** The targets of the links in a Markdown text, without those in comments and code blocks. */
function linksOf(markdown: string): string[] {
  const visible = markdown.replaceAll(/<!--.*?-->|^```.*?^```$/gms, '')
  return Array.from(visible.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target)
}

function resolves(from: string, target: string): boolean {
  const [path, anchor] = target.split('#')
  const file = path === '' ? from : join(dirname(from), path)
  if (!existsSync(join(root, file))) return false
  return anchor === undefined || anchorsOf(readText(file)).includes(anchor)
}
