import { full, map, max, sub, sum, variance, type DType } from '#kit/tensor/index.ts'
import { check } from './check.ts'
import { expectClose, expectTensor, expectThat, largest } from './compare.ts'
import type { Network } from './work.ts'

/** Shapes of all parameters of a network, by name. */
export type ParameterShapes = Record<string, readonly number[]>

/** Whether a parameter of this name is a weight, and not a bias, a gamma or a beta. */
export const isWeight = (name: string): boolean => name.startsWith('W')

/** That a network has exactly these parameters, in these shapes and of this element type. */
export function expectParameters(net: Network, shapes: ParameterShapes, dtype = 'float64'): void {
  const names = Object.keys(net.params).toSorted()
  const wanted = Object.keys(shapes).toSorted()
  expectThat(
    String(names) === String(wanted),
    `params should hold ${wanted.join(', ')}, but holds ${names.join(', ') || 'nothing'}.`,
  )
  for (const [name, shape] of Object.entries(shapes))
    expectTensor(`params.${name}`, net.params[name], shape, dtype)
}

/** A network to build with a given seed, and what its parameters must be like. */
export interface Initialization {
  create: (seed: number, dtype: DType) => Network
  shapes: ParameterShapes
  weightScale: number
}

/**
 * The checks of a network's first parameters: weights are normal with the standard deviation asked for, the rest are
 * zeros (gammas are ones), and the seed decides everything.
 */
export function checkInitialization(cases: () => readonly Initialization[]): void {
  check('has every parameter, in its shape and type', () => {
    for (const { create, shapes } of cases()) {
      for (const dtype of ['float64', 'float32'] as const) expectParameters(create(0, dtype), shapes, dtype)
    }
  })

  check('weights are random with the standard deviation asked for, biases are zero', (report) => {
    for (const { create, shapes, weightScale } of cases()) {
      const { params } = create(0, 'float64')
      for (const [name, shape] of Object.entries(shapes)) {
        const parameter = params[name]
        expectTensor(`params.${name}`, parameter, shape)
        if (!isWeight(name)) {
          const first = name.startsWith('gamma') ? 1 : 0
          const means = `${name} should start with ${first === 1 ? 'ones' : 'zeros'}: only weights are random.`
          expectClose(`params.${name}`, parameter, full(shape, first), 0, { means })
          continue
        }
        // A right network fails less than once in 10^10 runs: 6.5 standard errors of a standard deviation and of a mean.
        const margin = 6.5 / Math.sqrt(2 * parameter.size)
        const ratio = Math.sqrt(variance(parameter)) / weightScale
        const mean = sum(parameter) / parameter.size / weightScale
        report.note(
          `${name}: standard deviation ${ratio.toFixed(3)} of what was asked for, mean ${mean.toFixed(3)}`,
        )
        expectThat(
          Math.abs(ratio - 1) <= margin,
          `${name} has standard deviation ${(ratio * weightScale).toPrecision(3)}, but weightScale is ${weightScale}.` +
            deviationHint(ratio * weightScale, weightScale, shape, margin),
        )
        expectThat(
          Math.abs(mean) <= margin * Math.SQRT2,
          `${name} has mean ${(mean * weightScale).toPrecision(3)}, but should be centred on 0.`,
        )
        // Of 2500 normal numbers some are farther out, but for once in 10^13 runs; uniform ones end at 1.73.
        expectThat(
          largest(parameter.data) > 2.5 * weightScale,
          `No element of ${name} is farther from 0 than 2.5 standard deviations: draw normal numbers, as randn does, ` +
            'not uniform or clipped ones.',
        )
      }
    }
  })

  check('the seed decides the weights', () => {
    for (const { create, shapes } of cases()) {
      const [one, same, other] = [1, 1, 2].map((seed) => create(seed, 'float64'))
      for (const name of Object.keys(shapes).filter(isWeight)) {
        expectThat(
          same.params[name] !== one.params[name] && same.params[name].data !== one.params[name].data,
          `Two networks share one ${name}: make new tensors for every network.`,
        )
        expectClose(`${name} made from the same seed again`, same.params[name], one.params[name], 0, {
          means: `The same seed gives another ${name} each time: draw it from \`random\`, which the seed decides.`,
        })
        const distance = max(map(sub(one.params[name], other.params[name]), Math.abs))
        expectThat(distance > 0, `${name} is the same for seeds 1 and 2.`)
      }
      const weights = Object.keys(shapes).filter(isWeight)
      const firsts = new Set(weights.map((name) => one.params[name].data[0]))
      expectThat(
        firsts.size === weights.length,
        'Two weight tensors start with the same number: draw each anew.',
      )
    }
  })
}

/** What a wrong standard deviation comes from, if it is one of the usual ones. */
function deviationHint(found: number, weightScale: number, shape: readonly number[], margin: number): string {
  // Filters, (F, C, height, width), stand the other way round: outputs first.
  const [fanIn, fanOut] = shape.length === 4 ? [shape[1] * shape[2] * shape[3], shape[0]] : shape
  const causes: [number, string][] = [
    [0, 'All its elements are the same, so that all units learn the same.'],
    [1, 'The numbers of randn are not multiplied by weightScale.'],
    [Math.sqrt(weightScale), 'weightScale is taken to be the variance.'],
    [weightScale ** 2, 'weightScale is multiplied in twice.'],
    [1 / weightScale, 'The numbers of randn are divided by weightScale.'],
    [
      weightScale / Math.sqrt(3),
      'The numbers are uniform between -weightScale and weightScale: they should be normal.',
    ],
    [1 / Math.sqrt(3), 'The numbers are uniform between -1 and 1: they should be normal.'],
    [Math.sqrt(2 / fanIn), 'It is √(2 / fan in), which is a good choice, but not what was asked for.'],
    [Math.sqrt(1 / fanIn), 'It is √(1 / fan in), which is a good choice, but not what was asked for.'],
    [Math.sqrt(2 / (fanIn + fanOut)), 'It is √(2 / (fan in + fan out)), but not what was asked for.'],
    [weightScale / Math.sqrt(fanIn), 'It is divided by √(fan in).'],
    [
      weightScale * Math.sqrt(1 - 2 / Math.PI),
      'All of it has one sign: weights should be positive and negative.',
    ],
    [1e-2, 'It is always 0.01.'],
    [1e-3, 'It is always 0.001.'],
  ]
  const cause = causes.find(
    ([deviation]) => Math.abs(found - deviation) <= margin * Math.max(deviation, 1e-3 * weightScale),
  )
  return cause ? ` ${cause[1]}` : ''
}
