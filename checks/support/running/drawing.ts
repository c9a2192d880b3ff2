import { inject } from 'vitest'
import { Random } from '#kit/tensor/index.ts'

let random = Random.unseeded()
let ofLines = Random.unseeded()

/** Begins to draw the inputs of a check. A graded run has a seed: the same submission gets the same inputs every time. */
export function beginDrawing(): void {
  const seed = inject('seed')
  random = seed === undefined ? Random.unseeded() : new Random(seed)
  ofLines = seed === undefined ? Random.unseeded() : new Random(seed, 2)
}

/** Returns the generator from which the check under way draws its inputs. */
export const inputGenerator = (): Random => random

/**
 * Returns the generator of the lines along which gradients are measured. Nobody can know a line before the gradient is
 * there: two huge elements that cancel out along it would hide that all others are wrong.
 */
export const lineGenerator = (): Random => ofLines
