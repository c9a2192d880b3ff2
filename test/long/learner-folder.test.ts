import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { regionOf } from '#kit/course/cut-stubs.ts'
import { manifest } from '#kit/course/manifest.ts'
import { readSolutions, SOLUTIONS_FILE } from '#kit/course/solutions.ts'
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
  const check = run(['docs/typedoc/check-site.ts'], folder)
  expect(check.output).toMatch(
    /^docs\/site\/index\.html: \d+ pages, and all of their \d+ links lead somewhere/,
  )
  const pages = manifest.flatMap(({ todos }) => todos.map(({ id }) => `${id}.html`))
  expect(readdirSync(join(folder, 'docs/site/todo')).toSorted()).toEqual(pages.toSorted())
})

test('a mistake is explained by the packed solutions, and in general words without them', () => {
  const layers = '1-fully-connected/layers.ts'
  const solutions = readSolutions(folder)
  for (const id of ['1.1', '1.2']) {
    const code = regionOf(solutions.get(layers)!, id)
    learner.solve(layers, id, code.replace('sum(dout, 0)', 'sum(map(dout, Math.sign), 0)'))
  }
  const named = learner.kit('check', '1.2')
  expect(named.output).toContain(
    "Wrong answer: db is exactly what the kit's solution gives if `dout` is replaced by its sign.",
  )
  rmSync(join(folder, SOLUTIONS_FILE))
  const general = learner.kit('check', '1.2')
  expect(general.output).toContain('TODO 1.2, affineBackward')
  expect(general.output).not.toContain('exactly what you get')
  expect(general.status).toBe(named.status)
})

test('a file that does not parse is shown without colours where nobody wants them', () => {
  const file = 'assignments/3-dropout/dropout.ts'
  const code = learner.read(file)
  onTestFinished(() => learner.write(file, code))
  learner.write(file, `${code}const = = 3\n`)
  const { output } = run(['kit/commands/kit.js', 'check', '3.1'], folder, {
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  })
  expect(output).toContain('╭─[ assignments/3-dropout/dropout.ts:')
})
