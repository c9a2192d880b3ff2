import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { kitRoot, Learner, run } from '../commands/kit/learner.ts'

const learner = new Learner()
const { folder } = learner
afterAll(() => learner.remove())

test('what is there type-checks without the rest', () => {
  const tsc = join(kitRoot, 'node_modules/typescript/bin/tsc')
  expect(run([tsc, '--noEmit'], folder)).toMatchObject({ output: '', status: 0 })
})

test('its site can be built, with a page for every TODO', () => {
  const typedoc = join(kitRoot, 'node_modules/typedoc/bin/typedoc')
  expect(run([typedoc, '--options', 'docs/typedoc/typedoc.config.js'], folder)).toMatchObject({ status: 0 })
  const check = run(['--import', 'tsx', 'docs/typedoc/check-site.ts'], folder)
  expect(check.output).toMatch(
    /^docs\/site\/index\.html: \d+ pages, and all of their \d+ links lead somewhere/,
  )
  const pages = manifest.flatMap(({ todos }) => todos.map(({ id }) => `${id}.html`))
  expect(readdirSync(join(folder, 'docs/site/todo')).toSorted()).toEqual(pages.toSorted())
})
