import type { Tensor } from '#kit/tensor/index.ts'
import { golden, readReference, wave, type GoldenCase } from '../comparing/golden.ts'

/** The settings and running averages that batchnormForward takes. */
export interface Params {
  mode: 'train' | 'test'
  epsilon?: number
  momentum?: number
  runningMean?: Tensor
  runningVar?: Tensor
}

/** The forward function of batch normalization. */
type Forward<Cache> = (
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: Params,
) => { out: Tensor; cache: Cache }

/** Returns settings for train mode. */
export const train = (params: Partial<Params> = {}): Params => ({ ...params, mode: 'train' })

/** Returns settings for test mode. */
export const test = (params: Partial<Params> = {}): Params => ({ ...params, mode: 'test' })

/** Returns the settings and running averages of a golden case in the form that batchnormForward takes. */
export const goldenParams = ({ inputs }: GoldenCase): Partial<Params> => ({
  ...inputs.params,
  runningMean: inputs.runningMean,
  runningVar: inputs.runningVar,
})

/** Runs the two training steps of the reference with epsilon 1e-2 and momentum 0.8. */
export function trainedReference<Cache>(forward: Forward<Cache>) {
  const reference = readReference('extra')['batchnorm_eps1e-2_mom0.8']
  const [gamma, beta] = [golden(reference.gamma), golden(reference.beta)]
  const params = train({ epsilon: 1e-2, momentum: 0.8 })
  forward(wave([4, 3], -2, 3, 5), gamma, beta, params)
  const { out, cache } = forward(wave([4, 3], 5, -1, 7), gamma, beta, params)
  return { params, gamma, beta, out, cache, reference }
}
