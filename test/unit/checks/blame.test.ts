import { describe, expect, test } from 'vitest'
import { blameEarlier, blameLayers } from '../../../checks/support/explaining/blame.ts'
import { CheckFailure, reasonOf } from '../../../checks/support/explaining/failure.ts'
import { expectClose, expectNumber } from '../../../checks/support/comparing/compare.ts'
import { networks } from '../../../checks/support/explaining/reference-calls.ts'
import type { Work } from '../../../checks/support/running/work.ts'
import { cause } from '#kit/course/causes/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { mul, Tensor, zerosLike } from '#kit/tensor/index.ts'
import { FullyConnectedNet } from '../../../solutions/1-fully-connected/fully-connected-net.ts'
import * as layers from '../../../solutions/1-fully-connected/layers.ts'
import * as losses from '../../../solutions/1-fully-connected/losses.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'
import * as batchnorm from '../../../solutions/2-normalization/batchnorm.ts'
import * as layernorm from '../../../solutions/2-normalization/layernorm.ts'
import * as dropout from '../../../solutions/3-dropout/dropout.ts'
import * as conv from '../../../solutions/4-convolution/conv.ts'
import * as maxPool from '../../../solutions/4-convolution/max-pool.ts'
import { ThreeLayerConvNet } from '../../../solutions/4-convolution/three-layer-conv-net.ts'
import * as diagnostics from '../../../solutions/5-training/diagnostics.ts'
import * as preprocessing from '../../../solutions/5-training/preprocessing.ts'
import * as residual from '../../../solutions/6-cifar10/residual-block.ts'

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
  const net = { path: 'assignments/1-fully-connected/two-layer-net.ts', module: { TwoLayerNet } }
  return blameLayers(wrongAnswer('scores'), '1.12', { work: net, layers: used })
}

/** A wrong answer of the TODO that is checked. */
const wrongAnswer = (what: string) => new CheckFailure('Wrong answer', cause('explain/zero', { what }))

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
    [
      'reluForward',
      'changes its input',
      'fault/changes-input',
      (x: Tensor) => {
        x.data.forEach((value, i) => (x.data[i] = Math.max(0, value)))
        return { out: x, cache: { x } }
      },
    ],
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

describe('what comes before in the same network', () => {
  const behind = (todo: string, Net: unknown): CheckFailure => {
    const work = {
      path: 'assignments/1-fully-connected/two-layer-net.ts',
      module: { TwoLayerNet: Net as object },
    }
    return blameLayers(wrongAnswer('scores'), todo, { work, layers: [] })
  }

  class WithoutBias extends TwoLayerNet {
    constructor(options: ConstructorParameters<typeof TwoLayerNet>[0]) {
      super(options)
      delete this.params.b2
    }
  }

  class Doubled extends TwoLayerNet {
    override scores(x: Tensor): Tensor {
      return mul(2, super.scores(x))
    }
  }

  class NotStarted extends TwoLayerNet {
    override scores(): Tensor {
      throw new NotImplementedError('1.12')
    }
  }

  test.for([
    ['1.12', WithoutBias, '1.11', 'TwoLayerNet: parameters'],
    ['1.13', WithoutBias, '1.11', 'TwoLayerNet: parameters'],
    ['1.13', Doubled, '1.12', 'TwoLayerNet: scores'],
  ] as const)('%s with a wrong %s waits', ([todo, Net, fault, title]) => {
    const failure = behind(todo, Net)
    expect(reasonOf(failure)).toEqual({ kind: 'Wrong answer', cause: 'fault/earlier', fault })
    expect(failure.message).toBe(
      `TODO ${fault}, ${title}, comes before it and is wrong. Make its own checks pass first.`,
    )
  })

  test.for([
    ['1.13', TwoLayerNet],
    ['1.13', NotStarted],
    ['1.11', Doubled],
    ['1.12', Doubled],
  ] as const)('%s is wrong itself if nothing before it is', ([todo, Net]) => {
    expect(behind(todo, Net).message).toBe('scores is 0 everywhere.')
  })
})

test.for(networks)('the solution of $todo gives its reference values', ({ cases, call }) => {
  for (const { inputs, expected } of cases()) {
    const results = call({ TwoLayerNet, FullyConnectedNet, ThreeLayerConvNet }, inputs)
    const errors = Object.entries(expected).map(([name, value]) =>
      value instanceof Tensor
        ? expectClose(name, results[name], value, 1e-7)
        : expectNumber(name, results[name], value as number, 1e-7),
    )
    expect(Math.max(...errors)).toBeLessThan(1e-8)
  }
})

describe('blame of a function', () => {
  const behind = (
    [file, module]: [string, object],
    after: readonly string[],
    replaced: Record<string, unknown> = {},
  ): string =>
    blameEarlier(wrongAnswer('dx'), {
      work: { path: `assignments/${file}`, module: { ...module, ...replaced } },
      layers: [],
      after,
    }).message

  const inLayers: [string, object] = ['1-fully-connected/layers.ts', layers]
  const inBatchnorm: [string, object] = ['2-normalization/batchnorm.ts', batchnorm]
  const inPreprocessing: [string, object] = ['5-training/preprocessing.ts', preprocessing]
  const inDiagnostics: [string, object] = ['5-training/diagnostics.ts', diagnostics]
  const inBlock: [string, object] = ['6-cifar10/residual-block.ts', residual]

  test.for([
    [inLayers, ['1.1']],
    [inBatchnorm, ['2.1', '2.3']],
    [inPreprocessing, ['5.1', '5.2', '5.6']],
    [inDiagnostics, ['5.12', '5.15']],
    [inBlock, ['6.1', '6.2', '6.3']],
  ] as const)('if what comes before it is right, the fault is its own', ([file, after]) => {
    expect(behind([...file], after)).toBe('dx is 0 everywhere.')
  })

  test('a forward function that is wrong itself comes first', () => {
    const affineForward = (x: Tensor, w: Tensor, b: Tensor) => layers.affineForward(x, w, zerosLike(b))
    expect(behind(inLayers, ['1.1'], { affineForward })).toMatch(
      /^affineForward \(TODO 1\.1\), which comes before it, returns a wrong out\./,
    )
  })

  test('so does a layer of another file', () => {
    const { batchnormForward } = batchnorm
    const doubled = (...args: Parameters<typeof batchnormForward>) => {
      const { out, cache } = batchnormForward(...args)
      return { out: mul(2, out), cache }
    }
    const failure = blameEarlier(wrongAnswer('dx'), {
      work: { path: 'assignments/4-convolution/spatial-norm.ts', module: {} },
      layers: [
        {
          path: 'assignments/2-normalization/batchnorm.ts',
          module: { ...batchnorm, batchnormForward: doubled },
        },
      ],
      after: [],
    })
    expect(failure.message).toMatch(
      /^batchnormForward \(TODO 2\.1\), which this function uses, returns a wrong out\./,
    )
  })

  test('so does a half of the backward pass', () => {
    const batchnormBackwardSteps = (...args: Parameters<typeof batchnorm.batchnormBackwardSteps>) => {
      const steps = batchnorm.batchnormBackwardSteps(...args)
      return { ...steps, dvariance: mul(2, steps.dvariance) }
    }
    expect(behind(inBatchnorm, ['2.1', '2.3'], { batchnormBackwardSteps })).toMatch(
      /^batchnormBackwardSteps \(TODO 2\.3\), which comes before it, returns a wrong dvariance\./,
    )
  })

  const { fitMean, subtractMean, project } = preprocessing

  test.for([
    ['5.1', 'mean', { fitMean: (x: Tensor) => ({ mean: mul(2, fitMean(x).mean) }) }],
    ['5.1', 'mean', { fitMean: (x: Tensor) => ({ mean: fitMean(x).mean.astype('float64') }) }],
    ['5.2', 'result', { subtractMean: (x: Tensor) => subtractMean(x, fitMean(x)) }],
    ['5.6', 'result', { project: (x: Tensor, pca: preprocessing.FittedPca) => mul(-1, project(x, pca)) }],
  ] as const)('so does a step of preprocessing, TODO %s', ([todo, result, replaced]) => {
    expect(behind(inPreprocessing, [todo], replaced)).toMatch(
      new RegExp(`^\\w+ \\(TODO ${todo}\\), which comes before it, returns a wrong ${result}\\.`),
    )
  })

  test.for([
    [
      '5.12',
      'middle',
      {
        readCurve: (curve: number[]) => ({
          ...diagnostics.readCurve(curve),
          middle: curve[Math.floor(curve.length / 2)],
        }),
      },
    ],
    [
      '5.15',
      'result',
      { filterBrightness: (filters: Tensor) => mul(1 / 255, diagnostics.filterBrightness(filters)) },
    ],
  ] as const)('so does a step of a diagnosis, TODO %s', ([todo, result, replaced]) => {
    expect(behind(inDiagnostics, [todo], replaced)).toMatch(
      new RegExp(`^\\w+ \\(TODO ${todo}\\), which comes before it, returns a wrong ${result}\\.`),
    )
  })

  test.for([
    ['6.1', residual.shortcutForward, 'out'],
    ['6.2', residual.shortcutBackward, 'dx'],
    ['6.3', residual.residualForward, 'out'],
  ] as const)('so does %s of a residual block', ([todo, own, result]) => {
    const { name } = own
    const original = own as unknown as (...args: unknown[]) => Record<string, Tensor>
    const doubled = (...args: unknown[]) => {
      const results = original(...args)
      return { ...results, [result]: mul(2, results[result]) }
    }
    expect(behind(inBlock, [todo], { [name]: doubled })).toMatch(
      new RegExp(`^${name} \\(TODO ${todo}\\), which comes before it, returns a wrong ${result}\\.`),
    )
  })
})
