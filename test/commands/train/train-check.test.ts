import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { TemporaryKit } from '../../support/temporary-kit.ts'
import { folderOption, train } from './run-train.ts'

const twoLayer = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.8', '1.11', '1.12', '1.13']
const byHeart =
  /\n100 training images: (?:99|100) % after \d+ epochs, [1-3]?\d % of 100 other images: learned by heart, as it should be\.\n$/

describe('npm run train -- NETWORK --check', () => {
  test('two-layer: its gradients are right, it learns by heart, and nothing is trained or kept', async () => {
    const folder = folderOption()
    const { status, output } = await train(`two-layer --data tiny --hidden 50 --check ${folder}`)
    expect(output).toMatch(
      /^Checking two-layer of solutions\/ before training\.\nGradient check: relative errors as they should be: W1 \de-\d+, b1 \de-\d+, W2 \de-\d+, b2 \de-\d+\.\n/,
    )
    expect(output).toMatch(byHeart)
    expect(existsSync(folder.replace('--folder ', ''))).toBe(false)
    expect(status).toBe(0)
  })

  test('my-net, with batch normalization: the biases in front of it have no gradient', async () => {
    const { status, output } = await train('my-net --data tiny --check')
    expect(output).toMatch(/as they should be: W1 \de-\d+, gamma1 \de-\d+, .*\.\n/)
    expect(output).toMatch(/gradients too small to measure: b1, b2, b3\./)
    expect(output).toMatch(byHeart)
    expect(status).toBe(0)
  })

  test("a learner's network with a mistake: the parameter is named, and an open TODO costs its sentence", async () => {
    const kit = new TemporaryKit()
    for (const todo of twoLayer) {
      // The gradient of the second bias becomes a mean instead of a sum.
      kit.fill(todo, (code) =>
        todo === '1.13' ? code.replace('b2: dOutput.db', 'b2: mul(0.5, dOutput.db)') : code,
      )
    }
    const check = 'two-layer --work assignments --data tiny --hidden 50 --check'
    const open = await train(check, { cwd: kit.root })
    expect(open.output).toMatch(
      /^Checking two-layer of assignments\/ before training\.\nGradient check: left out, because it uses your own function numericGradient\. First write TODO 5\.17 \(assignments\/5-training\/sanity-checks\.ts:\d+\)\.\nLearning by heart: left out, because it uses your own function judgeOverfitting\. First write TODO 5\.19 \(.*\)\.\n$/,
    )
    expect(open.status).toBe(1)
    for (const todo of ['5.17', '5.18', '5.19']) kit.fill(todo)
    const { status, output } = await train(check, { cwd: kit.root })
    expect(output).toMatch(/relative errors as they should be: W1 \de-\d+, b1 \de-\d+, W2 \de-\d+\.\n/)
    expect(output).toMatch(
      /relative errors too large: b2 3e-1\. There, the backward pass does not match the loss/,
    )
    expect(status).toBe(1)
  })

  test('a loss that is another one each time cannot be measured, and that is said', async () => {
    const kit = new TemporaryKit()
    for (const todo of [...twoLayer, '5.17', '5.18', '5.19']) {
      kit.fill(todo, (code) =>
        todo === '1.13' ? code.replace('const loss =', 'const loss = 1e-3 * Math.random() +') : code,
      )
    }
    const { status, output } = await train('two-layer --work assignments --data tiny --hidden 20 --check', {
      cwd: kit.root,
    })
    expect(output).toMatch(
      /\nGradient check: the same batch gives a different loss each time, .*"masks"\.\n100 training/,
    )
    expect(status).toBe(1)
  })

  test('a network that is not moved by its gradients learns nothing', async () => {
    const kit = new TemporaryKit()
    for (const todo of [...twoLayer, '5.17', '5.18', '5.19']) {
      kit.fill(todo, (code) => (todo === '1.8' ? 'return { w, config }\n' : code))
    }
    const { status, output } = await train('two-layer --work assignments --data tiny --hidden 20 --check', {
      cwd: kit.root,
    })
    expect(output).toContain('as they should be: W1')
    expect(output).toMatch(
      / % of 100 other images: it learns nothing\. Look for a mistake in .* or the update\.\n$/,
    )
    expect(status).toBe(1)
  })

  test('a network that is not written yet names its TODO; --resume does not go with it', async () => {
    const kit = new TemporaryKit()
    const { output } = await train('two-layer --work assignments --data tiny --check', { cwd: kit.root })
    expect(output).toMatch(
      /\nTODO 1\.11 is not implemented yet \(assignments\/1-fully-connected\/.*\)\nWrite it first\. .* -- my-net" trains .*\n$/,
    )
    expect((await train('two-layer --check --resume')).output).toMatch(
      /^error: option '--check' cannot be used with option '--resume'\n/,
    )
  })
})
