import { cause } from '#kit/course/causes/index.ts'
import {
  add,
  concat,
  mul,
  randn,
  Random,
  sub,
  sum,
  zeros,
  type DType,
  type Tensor,
} from '#kit/tensor/index.ts'
import { smoothedSoftmaxLoss } from '#kit/layers/index.ts'
import { check } from '../running/check.ts'
import { expectClose, expectNumber, expectTensor, expectThat, largest } from '../comparing/compare.ts'
import { allClose } from '../explaining/context.ts'
import { dependsOnInput, type CheckFailure } from '../explaining/failure.ts'
import { formatNumber } from '../comparing/format.ts'
import { forAll, type ForAllOptions } from '../comparing/for-all.ts'
import { expectGradient } from '../comparing/gradient-check.ts'
import { isWeight } from '#kit/solver/weights.ts'
import { expectIndependentCalls } from '../running/independent-calls.ts'
import { Report } from '../running/report.ts'
import type { Network } from '../running/work.ts'
import type fc from 'fast-check'

export { checkInitialization, expectParameters, type ParameterShapes } from './initialization.ts'

/** The options in which the networks of one case differ. */
export interface NetworkOptions {
  reg: number
  /** float64 by default. */
  dtype?: DType
}

/** A random network, with random values for all parameters, and a batch for it. */
export interface NetworkCase {
  create: (options: NetworkOptions) => Network
  params: Record<string, Tensor>
  x: Tensor
  labels: number[]
  /** Whether train mode gives other scores than test mode. */
  randomOrNormalized?: boolean
  /** Biases before batch normalization. They have no effect, so their gradient is 0 up to rounding. */
  biasesWithoutEffect?: readonly string[]
}

/** Divides parameters by four: large ones make scores so far apart that the gradients vanish. */
export const dividedBy4 = (params: Record<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, mul(value, 0.25)]))

/** Returns the network of a case with the case's parameters. */
export function networkOf({ create, params }: NetworkCase, reg = 0): Network {
  const net = create({ reg })
  Object.assign(net.params, params)
  return net
}

/**
 * A network needs fewer cases than a layer: it is slower, has fewer special cases, and its layers were checked before.
 */
export const NETWORK_CASES: ForAllOptions = { runs: 15 }

/** Registers the checks of the scores of a network in test mode. */
export function checkScores(cases: fc.Arbitrary<NetworkCase>): void {
  check('scores of an example do not depend on the rest of the batch', () => {
    forAll(
      cases,
      (one) => {
        const net = networkOf(one)
        const others = mul(one.x, -3)
        const [alone, theirs] = [net.scores(one.x), net.scores(others)]
        const together = net.scores(concat([one.x, others]))
        expectClose(
          'scores of an example, with others in the batch,',
          together,
          concat([alone, theirs]),
          1e-9,
          {
            onlyCause: 'network/scores-depend-on-batch',
          },
        )
      },
      NETWORK_CASES,
    )
  })

  check('the same call gives the same scores, whatever was called before', () => {
    forAll(
      cases,
      (one) => {
        const net = networkOf(one)
        expectIndependentCalls(
          () => ({ scores: net.scores(one.x) }),
          () => networkOf(one).scores(mul(one.x, -3)),
        )
      },
      { runs: 5 },
    )
  })

  check('scores use the params as they are when scores is called', () => {
    forAll(
      cases,
      (one) => {
        const net = networkOf(one)
        const before = net.scores(one.x)
        const depth = Object.keys(one.params).filter(isWeight).length
        for (const name of [`W${depth}`, `b${depth}`]) net.params[name] = mul(one.params[name], 2)
        expectClose('scores with the last layer doubled', net.scores(one.x), mul(before, 2), 1e-9, {
          onlyCause: cause('network/fixed-last-layer', { depth }),
        })
      },
      { runs: 5 },
    )
  })
}

/** Registers the checks of a network's loss and gradients. */
export function checkNetworkLoss(cases: fc.Arbitrary<NetworkCase>, threshold?: number, runs = 12): void {
  for (const [reg, share] of [
    [0, 1],
    // The contribution of regularization has its own check below.
    [0.7, 1 / 2],
  ]) {
    check(`gradients of every parameter agree with the numeric gradient, reg ${reg}`, (report) => {
      forAll(cases, (one) => expectNetworkGradients(report, one, reg, threshold), {
        runs: Math.ceil(share * runs),
      })
    })
  }

  check(
    'regularization adds 0.5 · reg · ΣW² to the loss and reg · W to the gradients, but leaves biases alone',
    () => {
      forAll(
        cases,
        (one) => {
          const reg = 0.7
          const [plain, regularized] = [0, reg].map((strength) =>
            networkOf(one, strength).loss(one.x, one.labels),
          )
          const penalty = penaltyOf(one.params, reg, isWeight)
          const withBiases = penaltyOf(one.params, reg, (name) => isWeight(name) || isBias(name))
          const inLoss = regularized.loss - plain.loss
          expectNumber('loss(reg) - loss(0)', inLoss, penalty, 1e-9, {
            onlyCause: allClose([inLoss], [withBiases], 1e-9)
              ? 'regularization/biases'
              : cause('regularization/other', {
                  added: formatNumber(inLoss),
                  wanted: formatNumber(penalty),
                }),
          })
          for (const [name, value] of Object.entries(one.params)) {
            const added = isWeight(name) ? mul(reg, value) : zeros(value.shape)
            expectTensor(`grads.${name}`, plain.grads[name], value.shape)
            expectTensor(`grads.${name}`, regularized.grads[name], value.shape)
            const difference = sub(regularized.grads[name], plain.grads[name])
            const scale = Math.max(1, ...plain.grads[name].data.map(Math.abs))
            expectClose(`grads.${name}(reg) - grads.${name}(0)`, difference, added, 1e-9 * scale)
          }
        },
        NETWORK_CASES,
      )
    },
  )

  check('a float32 network has float32 scores and gradients', () => {
    forAll(
      cases,
      (one) => {
        const net = one.create({ reg: 0.3, dtype: 'float32' })
        for (const [name, value] of Object.entries(one.params)) net.params[name] = value.astype('float32')
        const x = one.x.astype('float32')
        expectTensor('scores', net.scores(x), networkOf(one).scores(one.x).shape, 'float32')
        const { grads } = net.loss(x, one.labels)
        for (const [name, { shape }] of Object.entries(one.params))
          expectTensor(`grads.${name}`, grads[name], shape, 'float32')
      },
      { runs: 3 },
    )
  })

  check('the same call twice gives the same result', () => {
    forAll(
      cases,
      (one) => {
        const net = networkOf(one, 0.3)
        const first = net.loss(one.x, one.labels)
        net.scores(one.x)
        const second = net.loss(one.x, one.labels)
        const onlyCause = 'network/remembers'
        expectNumber('the loss at the second call', second.loss, first.loss, 0, { onlyCause })
        for (const [name, { shape }] of Object.entries(one.params)) {
          expectTensor(`grads.${name}`, first.grads[name], shape)
          expectClose(`grads.${name} at the second call`, second.grads[name], first.grads[name], 0, {
            onlyCause,
          })
        }
      },
      NETWORK_CASES,
    )
  })
}

/**
 * Fails unless the gradients of all parameters agree with the numeric gradient.
 *
 * The loss is a single number that combines many units and examples. Where several of them have a kink at the same
 * point, their slopes can add up to one that looks smooth but is that of neither side. Slightly away from that point,
 * the kinks are gone and a mistake is not, so a gradient counts as wrong only if it is wrong there as well.
 */
function expectNetworkGradients(report: Report, one: NetworkCase, reg: number, threshold?: number): void {
  const here = new Report()
  const failure = failureOf(() => compareGradients(here, one, reg, threshold))
  if (failure === undefined) report.include(here)
  else if (failureOf(() => compareGradients(new Report(), perturbed(one), reg, threshold))) throw failure
}

/** Returns the wrong answer that a body ends in and rethrows everything else. */
function failureOf(body: () => void): CheckFailure | undefined {
  try {
    body()
    return undefined
  } catch (error) {
    if (dependsOnInput(error)) return error
    throw error
  }
}

/** Returns a case with all numbers moved by about 0.01. */
function perturbed(one: NetworkCase): NetworkCase {
  const random = new Random(14)
  const moved = (x: Tensor): Tensor => add(x, randn(x.shape, { random, scale: 0.01 }))
  const params = Object.entries(one.params).map(([name, value]) => [name, moved(value)])
  return {
    ...one,
    x: moved(one.x),
    params: Object.fromEntries(params),
  }
}

/** Fails unless a loss is the softmax loss of the scores, and 0.5 · reg · ΣW² of all weights. */
function expectLossOfScores(
  loss: number,
  scores: Tensor,
  { labels, params }: NetworkCase,
  reg: number,
): void {
  const penalty = penaltyOf(params, reg, isWeight)
  expectNumber('loss', loss, smoothedSoftmaxLoss(scores, labels, 0).loss + penalty, 1e-9)
}

/** Returns 0.5 · reg · ΣW² of the parameters that are selected by their names. */
const penaltyOf = (
  params: Readonly<Record<string, Tensor>>,
  reg: number,
  isSelected: (name: string) => boolean,
): number =>
  Object.entries(params)
    .filter(([name]) => isSelected(name))
    .reduce((total, [, W]) => total + 0.5 * reg * sum(mul(W, W)), 0)

const isBias = (name: string): boolean => /^b\d/.test(name)

function compareGradients(report: Report, one: NetworkCase, reg: number, threshold?: number): void {
  const net = networkOf(one, reg)
  const { loss, grads } = net.loss(one.x, one.labels)
  // The gradients of a wrong loss would be blamed otherwise.
  if (!one.randomOrNormalized) expectLossOfScores(loss, net.scores(one.x), one, reg)
  const names = Object.keys(one.params)
  const got = Object.keys(grads ?? {})
  expectThat(
    names.every((name) => got.includes(name)) && got.length === names.length,
    cause('network/grads-names', { wanted: names.join(', '), held: got.join(', ') || 'nothing' }),
  )
  for (const name of names) {
    if (one.biasesWithoutEffect?.includes(name)) {
      expectTensor(`grads.${name}`, grads[name], one.params[name].shape)
      const scale = Math.max(1, ...names.map((other) => largest(grads[other]?.data ?? [])))
      expectThat(
        largest(grads[name].data) <= 1e-9 * scale,
        cause('normalizedNet/idle-bias', { name, value: largest(grads[name].data).toPrecision(3) }),
      )
      report.countJudged(`grads.${name}`, grads[name].size, grads[name].size)
      continue
    }
    const evaluate = (parameter: Tensor) => {
      net.params[name] = parameter
      return [net.loss(one.x, one.labels).loss]
    }
    expectGradient(
      report,
      `grads.${name}`,
      grads[name],
      one.params[name],
      { weights: [1], evaluate },
      threshold,
      {
        constants: { N: one.labels.length },
        terms: isWeight(name) ? { [`reg · ${name}`]: mul(reg, one.params[name]) } : {},
      },
    )
    net.params[name] = one.params[name]
  }
}

/** Registers the check that a fresh network with small weights starts at a loss of ln 10, as for equal scores. */
export function checkInitialLoss(create: () => Network, inputShape: readonly number[]): void {
  check('starts at a loss of ln 10 = 2.303 for ten classes', (report) => {
    const random = new Random(12)
    const x = randn([50, ...inputShape], { random })
    const labels = Array.from({ length: 50 }, () => random.integer(10))
    const net = create()
    // Small weights, whatever the network itself begins with.
    for (const [name, { shape }] of Object.entries(net.params))
      if (isWeight(name)) net.params[name] = randn(shape, { random, scale: 1e-2 })
    const { loss } = net.loss(x, labels)
    report.note(`initial loss ${loss.toFixed(4)}`)
    expectThat(Math.abs(loss - Math.log(10)) < 0.01, cause('network/initial-loss', { loss: loss.toFixed(3) }))
  })
}
