import { expect, test, vi } from 'vitest'
import { cause } from '#kit/course/causes/index.ts'
import { mul } from '#kit/tensor/index.ts'
import { blameLayers } from '../../../checks/support/explaining/blame.ts'
import { CheckFailure, faultOf } from '../../../checks/support/explaining/failure.ts'
import { FullyConnectedNet } from '../../../solutions/1-fully-connected/fully-connected-net.ts'

vi.mock(import('#kit/course/manifest.ts'), async (load) => {
  const kit = await load()
  return { ...kit, manifest: kit.wholeKit.filter(({ number }) => number === 1) }
})

/** A network whose gradients are twice as large. */
class Doubled extends FullyConnectedNet {
  override loss(...args: Parameters<FullyConnectedNet['loss']>) {
    const { loss, grads } = super.loss(...args)
    return {
      loss,
      grads: Object.fromEntries(Object.entries(grads).map(([name, value]) => [name, mul(2, value)])),
    }
  }
}

test('in a course of Part 1 alone, a TODO of a network is not blamed on one of Part 2', () => {
  const failure = new CheckFailure('Wrong answer', cause('explain/zero', { what: 'grads.W1' }))
  const work = {
    path: 'assignments/1-fully-connected/fully-connected-net.ts',
    module: { FullyConnectedNet: Doubled },
  }
  expect(faultOf(blameLayers(failure, '1.16', { work, layers: [] }))).toBeUndefined()
})
