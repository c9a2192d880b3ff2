import { Random } from '#kit/tensor/index.ts'

// The checks take what replaces Math.random later for a change by the work. So import this file before any of them.

const { random: unseeded } = Math
let draw = unseeded
Math.random = () => draw()

/** Lets checks draw the same cases whenever they get the same seed, and other cases in every run if there is none. */
export function drawBy(seed: number | undefined): void {
  if (seed === undefined) {
    draw = unseeded
    delete process.env.REPLAY
  } else {
    const random = new Random(seed)
    draw = () => random.uniform()
    process.env.REPLAY = `${seed}`
  }
}
