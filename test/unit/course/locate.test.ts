import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lineOf } from '#kit/course/locate.ts'
import { manifest } from '#kit/course/manifest.ts'
import { temporaryFolder } from '../../support/folders.ts'

const kit = join(import.meta.dirname, '../../..')

test('a TODO whose comment was removed is found by its function, method or class', () => {
  const root = temporaryFolder()
  cpSync(join(kit, 'solutions'), join(root, 'assignments'), { recursive: true })
  for (const todo of manifest.flatMap(({ todos }) => todos)) {
    const path = join(root, 'assignments', todo.file)
    const before = lineOf(todo, root)
    expect(before).toBeGreaterThan(1)
    const lines = readFileSync(path, 'utf8').split('\n')
    lines[before - 1] = ''
    writeFileSync(path, lines.join('\n'))
    const found = lineOf(todo, root)
    const [name] = todo.title.split(':')
    expect(lines[found - 1], todo.title).toMatch(new RegExp(`${name}|constructor\\(| scores\\(| loss\\(`))
  }
})
