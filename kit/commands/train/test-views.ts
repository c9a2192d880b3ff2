import { withMirrorImages, withViews, type Model } from '#kit/solver/index.ts'
import type { Settings } from '#kit/training/index.ts'

/** How a network is tested. */
interface TestViews {
  /** Returns the network as it answers in the test. */
  of: (model: Model) => Pick<Model, 'scores'>
  /** What it is tested on: `images, each with its mirror image`. */
  description: string
}

/** Returns from which sides the settings let a network look at each test image. */
export function testViews({ testTimeFlips, testTimeShifts }: Settings): TestViews {
  if (!testTimeFlips) return { of: (model) => model, description: 'images' }
  const description = 'images, each with its mirror image'
  return testTimeShifts
    ? { of: withViews, description: `${description}, and shifted where that leaves the network unsure` }
    : { of: withMirrorImages, description }
}
