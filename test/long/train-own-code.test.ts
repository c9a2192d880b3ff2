import { describe, expect, test } from 'vitest'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { quick, train } from '../commands/train/run-train.ts'

describe('npm run train -- ... --work assignments', () => {
  const options = `two-layer --work assignments --epochs 1 ${quick}`

  test('an open TODO is named with its place, and nothing else is said', async () => {
    const { status, output } = await train(options, { cwd: new TemporaryKit().root })
    expect(output).toMatch(
      /^TODO 1\.11 is not implemented yet \(assignments\/1-fully-connected\/two-layer-net\.ts:\d+\)\nWrite it first\. Until then, "npm run train -- my-net" .*\n$/,
    )
    expect(status).toBe(1)
  })

  test("trains the learner's own code, which counts from the first line to the last", async () => {
    const kit = new TemporaryKit()
    for (const todo of ['1.1', '1.2', '1.3', '1.4', '1.5', '1.8', '1.11', '1.12', '1.13']) kit.fill(todo)
    const { output: own } = await train(options, { cwd: kit.root })
    const { output: solution } = await train(options.replace('assignments', 'solutions'), { cwd: kit.root })
    const results = (output: string) => output.match(/^(start|epoch|Best|Test) .*$/gm)?.join('\n')
    expect(own).toContain('Training two-layer of assignments/')
    expect(results(own)).toContain('Test accuracy')
    expect(results(own)).toBe(results(solution))
    expect(solution).toMatch(/Initial loss 2\.(29|30|31)\d /)
    // A resumed run uses the same code without being told.
    const resumed = await train('two-layer --resume --folder runs/training/two-layer-1', { cwd: kit.root })
    expect(resumed.output).toContain('Training two-layer of assignments/')
    expect(resumed.output).toContain('Test accuracy')
    // Part 5 is not done yet, so only its lines are missing.
    expect(own).toContain('(TODO 5.8 would tell you more here)')
    expect((await train(`${options} --preprocessing centred`, { cwd: kit.root })).output).toMatch(
      /^TODO 5\.1 is not implemented yet \(assignments\/5-training\/preprocessing\.ts:\d+\)\nWrite it first\. .*\n$/,
    )

    const file = 'assignments/1-fully-connected/two-layer-net.ts'
    kit.write(file, kit.read(file).replace('scores(x: Tensor): Tensor {', 'scores(x: Tensor): Tensor {{'))
    const { status, output } = await train(options, { cwd: kit.root })
    expect(output).toContain('two-layer-net.ts:')
    expect(output).not.toMatch(/^ +at /m)
    expect(status).toBe(1)
  })

  test("--fast trains the kit's layers in the place of the learner's, also where nothing is written yet", async () => {
    const kit = new TemporaryKit()
    const { status, output } = await train(`${options} --fast`, { cwd: kit.root })
    expect(output).toContain("the kit's fast layers")
    expect(output).toContain('Test accuracy')
    expect(status).toBe(0)
    // A resumed run uses the same layers without being told.
    const resumed = await train('two-layer --resume', { cwd: kit.root })
    expect(resumed.output).toContain("the kit's fast layers")
    expect((await train(`${options} --resume`, { cwd: kit.root })).status).toBe(0)
    const other = await train('two-layer --resume --no-fast', { cwd: kit.root })
    expect(other.output).toMatch(/^The run in .* was started with --fast true, not with false\. /)
  })
})
