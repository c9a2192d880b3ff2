import { describe, expect, test } from 'vitest'
import { folderOption, resultOf, runsOf, signalling } from '../cli/run-train.ts'

// Windows has no signals to send.
describe.skipIf(process.platform === 'win32')('a run with convolutions and batch normalization', () => {
  const settings = '--data tiny --train-size 121 --batch-size 11 --epochs 3 --shift 2 --seed 5'

  test.each([1, 2])(
    'with --workers %i comes to the same after a Ctrl-C, to the last bit',
    async (workers) => {
      const { start, resume } = runsOf('my-net', `${settings} --workers ${workers}`)
      const [inOneGo, folder] = [folderOption(), folderOption()]
      const uninterrupted = await start(inOneGo)
      expect(uninterrupted.output.includes(`, ${workers} workers\n`)).toBe(workers > 1)
      const whole = await resultOf(inOneGo, uninterrupted)
      expect(whole.state.step).toBe(33)

      const stopped = await start(folder, signalling('SIGINT', 'epoch 1/3'))
      expect(stopped.status).toBe(130)
      const { state } = await resultOf(folder, stopped)
      expect(state.step).toBeLessThan(33)
      expect(state.params).not.toEqual(whole.state.params)

      const resumed = await resume(folder)
      expect(resumed.output).toMatch(/\nGoing on after [12] of 3 epochs( and \d+ steps)?\.\n/)
      expect(await resultOf(folder, resumed)).toEqual(whole)
      expect(resumed.status).toBe(0)
    },
  )
})
