import { cause } from '#kit/course/causes/index.ts'
import { full, map, max, sub, sum, variance, type DType } from '#kit/tensor/index.ts'
import { check } from '../running/check.ts'
import { expectClose, expectTensor, expectThat, largest } from '../comparing/compare.ts'
import { isWeight } from '#kit/solver/weights.ts'
import type { Network } from '../running/work.ts'

/** The shapes of all parameters of a network, by name. */
export type ParameterShapes = Record<string, readonly number[]>

/** Fails unless a network has exactly these parameters, with these shapes and this element type. */
export function expectParameters(net: Network, shapes: ParameterShapes, dtype = 'float64'): void {
  const names = Object.keys(net.params).toSorted()
  const wanted = Object.keys(shapes).toSorted()
  expectThat(
    String(names) === String(wanted),
    cause('parameters/names', { wanted: wanted.join(', '), held: names.join(', ') || 'nothing' }),
  )
  for (const [name, shape] of Object.entries(shapes))
    expectTensor(`params.${name}`, net.params[name], shape, dtype)
}

/** A network to create with a given seed, and the required properties of its parameters. */
export interface Initialization {
  create: (seed: number, dtype: DType) => Network
  shapes: ParameterShapes
  weightScale: number
}

/**
 * Registers the checks of a network's initial parameters: weights are normal with the requested standard deviation, the
 * rest are zeros (gammas are ones), and the seed decides everything.
 */
export function checkInitialization(cases: () => readonly Initialization[]): void {
  check('has every parameter, in its shape and type', () => {
    for (const { create, shapes } of cases()) {
      for (const dtype of ['float64', 'float32'] as const) expectParameters(create(0, dtype), shapes, dtype)
    }
  })

  check('weights are random with the given standard deviation, and biases are zero', (report) => {
    for (const { create, shapes, weightScale } of cases()) {
      const { params } = create(0, 'float64')
      for (const [name, shape] of Object.entries(shapes)) {
        const parameter = params[name]
        expectTensor(`params.${name}`, parameter, shape)
        if (!isWeight(name)) {
          const first = name.startsWith('gamma') ? 1 : 0
          const onlyCause = cause('parameters/not-constant', { name, first: first === 1 ? 'ones' : 'zeros' })
          expectClose(`params.${name}`, parameter, full(shape, first), 0, { onlyCause })
          continue
        }
        // A correct network fails less than once in 10^10 runs: 6.5 standard errors of a deviation and of a mean.
        const margin = 6.5 / Math.sqrt(2 * parameter.size)
        const ratio = Math.sqrt(variance(parameter)) / weightScale
        const mean = sum(parameter) / parameter.size / weightScale
        report.note(
          `${name}: standard deviation ${ratio.toFixed(3)} of what was asked for, mean ${mean.toFixed(3)}`,
        )
        expectThat(
          Math.abs(ratio - 1) <= margin,
          cause(deviationCause(ratio * weightScale, weightScale, shape, margin), {
            name,
            found: (ratio * weightScale).toPrecision(3),
            weightScale,
          }),
        )
        expectThat(
          Math.abs(mean) <= margin * Math.SQRT2,
          cause('weights/mean', { name, mean: (mean * weightScale).toPrecision(3) }),
        )
        // Of 2500 normal numbers some are farther out, except once in 10^13 runs; uniform ones end at 1.73.
        expectThat(largest(parameter.data) > 2.5 * weightScale, cause('weights/not-normal', { name }))
      }
    }
  })

  check('the seed determines the weights', () => {
    for (const { create, shapes } of cases()) {
      const [one, same, other] = [1, 1, 2].map((seed) => create(seed, 'float64'))
      for (const name of Object.keys(shapes).filter(isWeight)) {
        expectThat(
          same.params[name] !== one.params[name] && same.params[name].data !== one.params[name].data,
          cause('weights/shared', { name }),
        )
        expectClose(`${name} made from the same seed again`, same.params[name], one.params[name], 0, {
          onlyCause: cause('weights/seed-not-followed', { name }),
        })
        const distance = max(map(sub(one.params[name], other.params[name]), Math.abs))
        expectThat(distance > 0, cause('weights/seeds-alike', { name }))
      }
      const weights = Object.keys(shapes).filter(isWeight)
      const firsts = new Set(weights.map((name) => one.params[name].data[0]))
      expectThat(firsts.size === weights.length, 'weights/start-alike')
    }
  })
}

/** Returns the cause of a wrong standard deviation, if it is a usual mistake. */
function deviationCause(found: number, weightScale: number, shape: readonly number[], margin: number) {
  // Filters, (F, C, height, width), have the opposite order: outputs first.
  const [fanIn, fanOut] = shape.length === 4 ? [shape[1] * shape[2] * shape[3], shape[0]] : shape
  const causes = [
    [0, 'weights/deviation-alike'],
    [1, 'weights/deviation-not-scaled'],
    [Math.sqrt(weightScale), 'weights/deviation-variance'],
    [weightScale ** 2, 'weights/deviation-scaled-twice'],
    [1 / weightScale, 'weights/deviation-divided'],
    [weightScale / Math.sqrt(3), 'weights/deviation-uniform'],
    [1 / Math.sqrt(3), 'weights/deviation-uniform-1'],
    [Math.sqrt(2 / fanIn), 'weights/deviation-he'],
    [Math.sqrt(1 / fanIn), 'weights/deviation-lecun'],
    [Math.sqrt(2 / (fanIn + fanOut)), 'weights/deviation-glorot'],
    [weightScale / Math.sqrt(fanIn), 'weights/deviation-divided-by-fan-in'],
    [weightScale * Math.sqrt(1 - 2 / Math.PI), 'weights/deviation-one-sign'],
    [1e-2, 'weights/deviation-hundredth'],
    [1e-3, 'weights/deviation-thousandth'],
  ] as const
  const known = causes.find(
    ([deviation]) => Math.abs(found - deviation) <= margin * Math.max(deviation, 1e-3 * weightScale),
  )
  return known?.[1] ?? 'weights/deviation'
}
