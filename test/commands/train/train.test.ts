import { existsSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readCheckpoint } from '../../../kit/training/run/checkpoint.ts'
import type { Run } from '../../support/run-command.ts'
import { folderOption, npmScript, quick, train } from './run-train.ts'

describe('npm run train', () => {
  test.each(['two-layer', 'fully-connected'])(
    '%s: a line for each epoch, then how good it is',
    async (network) => {
      const { status, output } = await train(`${network} --epochs 2 --hidden 20 ${folderOption()}`, {
        command: npmScript,
      })
      expect(output).toContain(
        `Training ${network} of solutions/ on the small set that ships with the kit: 1000 training images`,
      )
      expect(output).toContain('"npm run data" downloads all of CIFAR-10')
      const lines = output
        .split('\n')
        .filter((line) => /train accuracy +[\d.]+ % {3}validation accuracy +[\d.]+ %$/.test(line))
      expect(lines.map((line) => line.slice(0, 9))).toEqual(['start    ', 'epoch 1/2', 'epoch 2/2'])
      expect(output).toMatch(
        /\nBest validation accuracy: [\d.]+ %\nTest accuracy: [\d.]+ % on 500 images\nTime: .* s\nReport with curves, filters and mistakes: .*report\.html\n$/,
      )
      const testAccuracy = Number(/Test accuracy: ([\d.]+)/.exec(output)?.[1])
      expect(testAccuracy).toBeGreaterThan(15)
      expect(status).toBe(0)
    },
  )

  test('the same seed gives the same numbers; --train-size takes so many images', async () => {
    const numbers = ({ output }: Run) => output.replace(/Time: .*|report\.html|cnn-from-scratch-\w+/g, '')
    const first = await train(`two-layer --epochs 1 ${quick} ${folderOption()}`)
    expect(first.output).toContain('200 training images')
    expect(numbers(await train(`two-layer --epochs 1 ${quick} ${folderOption()}`))).toBe(numbers(first))
  })

  test.each(['centred', 'normalized', 'whitened'])('--preprocessing %s', async (way) => {
    const { status, output } = await train(
      `two-layer --epochs 3 --hidden 20 --preprocessing ${way} ${folderOption()}`,
    )
    expect(output).toContain(`seed 0, images ${way}\n`)
    expect(output).toMatch(/Test accuracy: [\d.]+ % on 500 images\n/)
    expect(output).toContain('Report with curves, filters and mistakes: ')
    expect(status).toBe(0)
  })

  test.each([
    [
      'adam',
      '--beta1 0.5 --epsilon 0.001',
      ', beta1 0.5, epsilon 0.001, batches',
      { beta1: 0.5, beta2: 0.999, epsilon: 0.001 },
    ],
    ['rmsprop', '--decay-rate 0.9', ', decay rate 0.9, batches', { decayRate: 0.9, epsilon: 1e-8 }],
  ])('the settings of %s are options as well: %s', async (rule, options, announced, expected) => {
    const folder = folderOption()
    const { output } = await train(
      `two-layer --epochs 1 ${quick} --update-rule ${rule} --learning-rate 0.001 ${options} ${folder}`,
    )
    expect(output).toContain(announced)
    const path = folder.replace('--folder ', '')
    const { options: saved } = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8')) as {
      options: object
    }
    expect(saved).toMatchObject(expected)
    // The update rule receives them and passes them from step to step.
    const { state } = await readCheckpoint(join(path, 'checkpoint.safetensors'))
    expect(state.optimizerStates.W1).toMatchObject(expected)
  })

  test.each([
    ['', /networks are five-layer, fully-connected|Commands:\n +five-layer/],
    [
      'two-lyer',
      /^error: unknown command 'two-lyer'\n\(Did you mean two-layer\?\)\n.*The networks are five-layer, fully-connected, my-net.*\.\n$/,
    ],
    ['--epochs 3', /^error: unknown option '--epochs'\nName the network first, .*\n$/],
    ['two-layer --epoch 3', /^error: unknown option '--epoch'\n\(Did you mean --epochs\?\)\n$/],
    [
      'two-layer --beta2 1',
      /^error: option '--beta2 <number>' argument '1' is invalid\. It must be a number of at least 0 and below 1\.\n$/,
    ],
    [
      'two-layer --beta1 0.8',
      /^--beta1 only has an effect with --update-rule adam\. Add that, or leave --beta1 out\.\n$/,
    ],
    [
      'two-layer --update-rule sgd --epsilon 0.1',
      /^--epsilon only has an effect with --update-rule rmsprop or adam\. Add that, or leave --epsilon out\.\n$/,
    ],
    [
      'two-layer --schedule cosine --warm-up 0.1',
      /^--warm-up only has an effect with --schedule one-cycle or triangle\. Add that, or leave --warm-up out\.\n$/,
    ],
    [
      'two-layer --border reflection',
      /^--border only has an effect with --shift\. Add that, or leave --border out\.\n$/,
    ],
    [
      'two-layer --resume --folder no-such-run',
      /^There is no run in no-such-run to continue\. Start one without --resume\.\n$/,
    ],
    ['two-layer --work nobody', /^error: option '--work <tree>' argument 'nobody' is invalid\. .*\n$/],
    [
      'two-layer --data tiny --preprocessing whitened --flip',
      /^Whitened images are no longer images, so they cannot be flipped or shifted\.\n$/,
    ],
    [
      'two-layer --update-rule adamw',
      /^There is no update rule "adamw"\. The update rules are adam, rmsprop, sgd, sgdMomentum\.\n$/,
    ],
    [
      'three-layer --preprocessing whitened',
      /^error: .* argument 'whitened' is invalid\. Allowed choices are built-in, centred, normalized\.\n$/,
    ],
    [
      'two-layer --data tiny --preprocessing whitened --train-size 200',
      /^Whitening finds 256 directions, so it needs at least 256 training images\.\n$/,
    ],
    [
      'two-layer --data tiny --train-size 1001',
      /^--train-size must be at most 1000, the number of training images\.\n$/,
    ],
    ['two-layer --data cifar10', /^[^\n]*npm run data[^\n]*\n$/],
    [
      'two-layer --data tiny --batch-size 1001',
      /^--batch-size must be a whole number from 1 to 1000, the number of training examples, not 1001\.\n$/,
    ],
  ])('says in a sentence what is wrong: %s', async (options, message) => {
    const { status, output } = await train(options)
    expect(output).toMatch(message)
    expect(status).toBe(1)
  })

  test('a port in use is noticed before anything is changed', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const folder = folderOption()
    const { status, output } = await train(`two-layer ${quick} --live ${port} ${folder}`)
    expect(output).toBe(`Port ${port} is in use. Choose another one, as in --live 8080.\n`)
    expect(status).toBe(1)
    expect(existsSync(folder.replace('--folder ', ''))).toBe(false)
  })

  test('says that --weight-decay is added to --reg', async () => {
    const { output } = await train(`two-layer --epochs 1 ${quick} --weight-decay 0.01 ${folderOption()}`)
    expect(output).toContain(', reg 0.001, weight decay 0.01 (added to reg), ')
  })

  test('a learning rate that is far too high is explained', async () => {
    const folder = folderOption()
    const { status, output } = await train(`two-layer ${quick} --learning-rate 1e12 ${folder}`)
    expect(output).toMatch(
      /\nThe loss became .* in epoch \d, step \d\. The learning rate of \d+ is probably too high\. Try a tenth of it\.\n$/,
    )
    expect(status).toBe(1)
    const report = readFileSync(join(folder.replace('--folder ', ''), 'report.html'), 'utf8')
    const lines = ['>Loss<', '<li>The loss became ', 'Ended before the test: ']
    expect(lines.filter((line) => !report.includes(line))).toEqual([])
  })
})
