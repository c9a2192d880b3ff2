import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { regionOf } from '#kit/course/cut-stubs.ts'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { kitRoot, Learner } from '../commands/kit/learner.ts'

const learner = new Learner()
afterAll(() => learner.remove())

const LAYERS = '1-fully-connected/layers.ts'
const NET = '1-fully-connected/two-layer-net.ts'
const stubs = [LAYERS, NET].map((file) => [file, learner.read(`assignments/${file}`)] as const)
beforeEach(() => {
  learner.forget()
  for (const [file, stub] of stubs) learner.write(`assignments/${file}`, stub)
})

const solutions = readSolutions(kitRoot)

/** Fills in a TODO with its solution, or with the result of `change`. */
function fill(id: string, change: (code: string) => string = (code) => code): void {
  const { file } = findTodo(id)
  learner.solve(file, id, change(regionOf(solutions.get(file)!, id)))
}

const edit = (file: string, change: (code: string) => string): void =>
  learner.write(`assignments/${file}`, change(learner.read(`assignments/${file}`)))

const todoOf = (id: string): object | undefined =>
  (learner.json('status') as { parts: { todos: { id: string }[] }[] }).parts
    .flatMap(({ todos }) => todos)
    .find((todo) => todo.id === id)

describe('kit check --lend', () => {
  test('judges a network without its layers, and earns nothing by that', () => {
    fill('1.13')
    const waits = learner.kit('check', '1.13')
    expect(waits.output).toContain("Or use the kit's solution in its place: npx kit check 1.13 --lend\n")
    expect(learner.kit('check', '1.12').output).not.toContain('--lend')

    const { status, output } = learner.kit('check', '1.13', '--lend')
    expect(status).toBe(0)
    expect(output).toContain(
      "TODO 1.13, TwoLayerNet: loss, passes its checks with the kit's 1.1, 1.2, 1.3, 1.4, 1.5, 1.11 and 1.12, because " +
        'yours are not started. It counts as soon as yours are written.',
    )
    expect(output).toMatch(/ 0 of 30 points/)
    expect(output).not.toContain('is written, but')
    expect(todoOf('1.13')).toMatchObject({ state: 'not started', brokeAgain: false })
    expect(todoOf('1.13')).not.toHaveProperty('doneOn')
    expect(todoOf('1.1')).toMatchObject({ state: 'not run' })

    const later = learner.kit('check', '1.13')
    expect(later).toMatchObject({ status: 0, output: expect.not.stringContaining('Broken again') })
    expect(later.output).toContain('TODO 1.13 is written, but its checks also need')
  })

  test('counts when the rest is written', () => {
    for (const id of ['1.1', '1.2', '1.3', '1.4', '1.12', '1.13']) fill(id)
    expect(learner.kit('check', '1.13', '--lend').output).toMatch(
      /passes its checks with the kit's 1\.5 and 1\.11, because/,
    )
    fill('1.11')
    expect(learner.kit('check', 'two-layer-net', '--lend').output).toMatch(
      /1\.13, .* the kit's 1\.5, because yours is not started\. It counts as soon as yours is written/,
    )
    expect(todoOf('1.12')).toMatchObject({ state: 'done' })
    expect(todoOf('1.13')).toMatchObject({ state: 'not started', waitsFor: '1.5' })
  })

  test('explains what is wrong', () => {
    fill('1.13', (code) => code.replace('0.5 * this.reg', 'this.reg'))
    const { status, output } = learner.kit('check', '1.13', '--lend')
    expect(status).toBe(1)
    expect(output).toContain('Wrong answer: The regularization lacks the factor one half')
    expect(output).toContain(
      'The layers that it uses give their reference values: look for the fault in this',
    )
    expect(output).toContain(
      "was checked with the kit's 1.1, 1.2, 1.3, 1.4, 1.5, 1.11 and 1.12, because yours",
    )
    expect(todoOf('1.13')).toMatchObject({ state: 'wrong', brokeAgain: false })
    const all = learner.kit('check', '1.13', '--lend', '--all')
    expect(all.output).toMatch(/CNN_LEND=1.*REPLAY=-?\d+/)
    expect(learner.kit('check', '1.13')).toMatchObject({
      status: 0,
      output: expect.not.stringContaining('Broken'),
    })
  })

  test('lends nothing in place of what is written, however wrong', () => {
    fill('1.13')
    fill('1.1', (code) => code.replace('add(matmul(rows, w), b)', 'matmul(rows, w)'))
    const { status, output } = learner.kit('check', '1.13', '--lend')
    expect(status).toBe(1)
    expect(output).toContain('affineForward (TODO 1.1), which this network uses, returns a wrong out')
    expect(output).toMatch(/the kit's 1\.2, 1\.3, .*, because yours are not started/)
  })

  test('never lends what is asked for', () => {
    const { status, output } = learner.kit('check', '1.13', '--lend')
    expect(status).toBe(0)
    expect(output).not.toContain('because yours')
    expect(output).toMatch(/Next .* TODO 1\.13, TwoLayerNet: loss, is not started/)
    expect(todoOf('1.13')).toMatchObject({ state: 'not started' })
    expect(todoOf('1.13')).not.toHaveProperty('waitsFor')

    fill('1.2')
    const { output: layers } = learner.kit('check', 'layers', '--lend')
    expect(layers).toContain(
      "TODO 1.2, affineBackward, passes its checks with the kit's 1.1, because yours is not started",
    )
    expect(layers).toMatch(/Next .* TODO 1\.1, affineForward, is not started/)
  })

  test('says when the cache of a forward function does not suit the kit', () => {
    fill('1.13')
    fill('1.1', (code) => code.replace('cache: { x, w }', 'cache: [x, w] as never'))
    expect(learner.kit('check', '1.13', '--lend')).toMatchObject({
      status: 1,
      output: expect.stringContaining(
        "affineBackward (TODO 1.2) is the kit's version here. It cannot read the cache that your own code keeps, " +
          'so write affineBackward (TODO 1.2) yourself first.',
      ),
    })
    expect(todoOf('1.13')).toMatchObject({ failure: { cause: 'fault/lent', fault: '1.2' } })
  })

  test('whatever an editor has made of imports, quotes and line ends', () => {
    fill('1.13')
    edit(LAYERS, (code) =>
      code
        .replace(/^import .*tensor.*$/m, "import { type Tensor } from '#kit/tensor/index.ts'")
        .replace("throw new NotImplementedError('1.1')", 'throw new NotImplementedError("1.1"); // later')
        .replaceAll('\n', '\r\n'),
    )
    expect(learner.kit('check', '1.13', '--lend').output).toMatch(
      /passes its checks with the kit's 1\.1, 1\.2/,
    )
  })

  test('says in a sentence that there is nothing to lend', () => {
    const pack = join(learner.folder, 'kit/solutions.pack')
    renameSync(pack, `${pack}.away`)
    onTestFinished(() => renameSync(`${pack}.away`, pack))
    // Every command that needs the solutions prints the same message.
    for (const command of ['check 1.13 --lend', 'solution 1.1 --spoil']) {
      const { status, output } = learner.kit(...command.split(' '))
      expect(status).toBe(1)
      expect(output.replaceAll(/\s+/g, ' ')).toBe(
        "The kit's solutions are not in this folder. Your teacher may have removed kit/solutions.pack. If " +
          'it is missing by accident, restore it with "git restore kit/solutions.pack". ',
      )
    }
    expect(existsSync(join(learner.folder, '.kit'))).toBe(false)
    fill('1.13')
    expect(learner.kit('check', '1.13').output).not.toContain('--lend')
  })
})

test('kit next names --lend where a TODO waits', () => {
  const all = manifest.flatMap(({ todos }) => todos.map(({ id }) => id))
  const done = { state: 'done', doneOn: '2026-05-04T10:00:00.000Z' } as const
  fill('1.13')
  learner.record({
    ...Object.fromEntries(all.map((id) => [id, done])),
    '1.13': { state: 'not started', waitsFor: '1.12' },
  })
  expect(learner.kit('next').output).toContain(
    "Its checks wait for TODO 1.12. Do that one first. Or use the kit's solution in its place: npx kit check 1.13 --lend",
  )
})
