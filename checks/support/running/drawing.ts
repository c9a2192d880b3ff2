import { inject } from 'vitest'
import { Random } from '#kit/tensor/index.ts'

let random = Random.unseeded()

/** Begins to draw the inputs of a check. A graded run has a seed: the same submission gets the same inputs every time. */
export function beginDrawing(): void {
  const seed = inject('seed')
  random = seed === undefined ? Random.unseeded() : new Random(seed)
}

/** Returns the generator from which the check under way draws its inputs. */
export const inputGenerator = (): Random => random
