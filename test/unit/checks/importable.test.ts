import { expect, test } from 'vitest'
import { importsOf } from '#kit/course/imports/imports.ts'
import { manifest } from '#kit/course/manifest.ts'
import { importable, SERVE, treeNamed } from '../../../checks/support/isolation/importable.ts'

const files = [...new Set(manifest.flatMap(({ todos }) => todos.map(({ file }) => file)))]

/**
 * Returns every import that the process of the work does not get, if it loads only this file.
 *
 * Part 6 shows why: another file of the same part may use the kit's layers, and then every file got them.
 */
function refusedFor(file: string): string[] {
  const tree = treeNamed('solutions')
  const refused: string[] = []
  const seen = new Set<string>()
  const look = (specifier: string, parent: string): void => {
    const found = importable(specifier, parent, tree, new Set([file]))
    if ('error' in found) refused.push(`${specifier} in ${parent}`)
    else if (!seen.has(found.url)) {
      seen.add(found.url)
      for (const next of importsOf(found.text)) if (!next.startsWith('node:')) look(next, found.url)
    }
  }
  look(`#work/${file}`, SERVE)
  return refused
}

test.for(files)('%s gets all that it imports, also if it is the only file', (file) => {
  expect(refusedFor(file)).toEqual([])
})
