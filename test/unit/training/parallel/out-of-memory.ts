import { ParallelModel } from '#kit/training/index.ts'
import { batchOf } from './batch.ts'
import { build } from './networks.ts'

// A program whose workers take all memory and which prints the errors. It is started with little memory.
const module = new URL('networks.ts', import.meta.url)
const { x, labels } = batchOf(6)
for (let again = 0; again < 8; again++) {
  // With batch normalization, workers are awaited in the middle of a step, otherwise at its end.
  const options = { network: again % 2 ? 'plain' : 'batchnorm', trouble: 'takes all memory' } as const
  const own = build({ ...options, trouble: undefined })
  const model = await ParallelModel.start(own, { workers: again % 4 < 2 ? 2 : 3, module, options })
  try {
    model.loss(x, labels)
  } catch (error) {
    console.log(String(error))
  }
  await model.close()
}
