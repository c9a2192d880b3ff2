import { describe, expect, test } from 'vitest'
import { blameForward, blameLayers } from '../../../checks/support/explaining/blame.ts'
import { CheckFailure, reasonOf } from '../../../checks/support/explaining/failure.ts'
import type { Work } from '../../../checks/support/running/work.ts'
import { cause } from '#kit/course/causes/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { mul, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import * as layers from '../../../solutions/1-fully-connected/layers.ts'
import * as losses from '../../../solutions/1-fully-connected/losses.ts'
import * as batchnorm from '../../../solutions/2-normalization/batchnorm.ts'
import * as layernorm from '../../../solutions/2-normalization/layernorm.ts'
import * as dropout from '../../../solutions/3-dropout/dropout.ts'
import * as conv from '../../../solutions/4-convolution/conv.ts'
import * as maxPool from '../../../solutions/4-convolution/max-pool.ts'

const modules: Record<string, object> = {
  '1-fully-connected/layers.ts': layers,
  '1-fully-connected/losses.ts': losses,
  '2-normalization/batchnorm.ts': batchnorm,
  '2-normalization/layernorm.ts': layernorm,
  '3-dropout/dropout.ts': dropout,
  '4-convolution/conv.ts': conv,
  '4-convolution/max-pool.ts': maxPool,
}

/** Blames a network whose layers are those of the solutions, with some functions replaced. */
function blamed(replaced: Record<string, unknown> = {}): CheckFailure {
  const used = Object.entries(modules).map(([file, module]): Work<object> => ({
    path: `assignments/${file}`,
    module: Object.fromEntries(Object.entries(module).map(([name, own]) => [name, replaced[name] ?? own])),
  }))
  return blameLayers(new CheckFailure('Wrong answer', cause('explain/zero', { what: 'scores' })), used)
}

const blame = (replaced?: Record<string, unknown>): string => blamed(replaced).message

describe('blame', () => {
  test('right layers: the fault is in the file of the network', () => {
    expect(blame()).toBe(
      'scores is 0 everywhere.\n  The layers that it uses give their reference values: look for the fault in this file.',
    )
  })

  test.for([
    [
      'affineForward',
      'returns a wrong out',
      'fault/wrong',
      (...args: Parameters<typeof layers.affineForward>) => {
        const { out, cache } = layers.affineForward(...args)
        return { out: mul(out, 1.01), cache }
      },
    ],
    [
      'convBackward',
      'returns a wrong dw',
      'fault/wrong',
      (...args: Parameters<typeof conv.convBackward>) => {
        const gradients = conv.convBackward(...args)
        return { ...gradients, dw: mul(gradients.dw, -1) }
      },
    ],
    ['dropoutBackward', 'returns a wrong dx', 'fault/wrong', (dout: unknown) => ({ dx: dout })],
    [
      'softmaxLoss',
      'crashes',
      'fault/crashes',
      () => {
        throw new TypeError('labels is not iterable')
      },
    ],
    ['reluBackward', 'returns a wrong dx', 'fault/wrong', (dout: unknown) => ({ dx: dout })],
    ['affineForward', 'does not return what it should', 'fault/returns-other', () => undefined],
    ['convForward', 'does not return what it should', 'fault/returns-other', async () => ({})],
  ] as const)('%s is wrong', ([name, what, found, wrong]) => {
    const failure = blamed({ [name]: wrong })
    expect(reasonOf(failure)).toEqual({
      kind: 'Wrong answer',
      cause: found,
      fault: expect.stringMatching(/^\d\.\d+$/),
    })
    expect(failure.message.split('\n')[0]).toMatch(
      new RegExp(`^${name} \\(TODO \\d\\.\\d+\\), which this network uses, ${what}`),
    )
  })

  test('a layer that is not written yet is not to blame', () => {
    const open = () => {
      throw new NotImplementedError('2.6')
    }
    expect(blame({ layernormForward: open })).toContain('look for the fault in this file')
  })
})

describe('blame of a backward function', () => {
  const behind = (affineForward: typeof layers.affineForward): string => {
    const work = { path: 'assignments/1-fully-connected/layers.ts', module: { ...layers, affineForward } }
    return blameForward(new CheckFailure('Wrong answer', cause('explain/zero', { what: 'db' })), work, '1.1')
      .message
  }

  test('a right forward function: the fault is its own', () => {
    expect(behind(layers.affineForward)).toBe('db is 0 everywhere.')
  })

  test('a forward function that is wrong itself comes first', () => {
    const withoutBias = (x: Tensor, w: Tensor, b: Tensor) => layers.affineForward(x, w, zerosLike(b))
    expect(behind(withoutBias)).toMatch(
      /^affineForward \(TODO 1\.1\), which comes before it, returns a wrong out\./,
    )
  })
})
