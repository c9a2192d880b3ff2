import { ParallelModel } from '#kit/training/index.ts'
import { build } from './networks.ts'
import { batchOf } from './batch.ts'

// A program that does not close its workers.
const options = { network: 'plain' } as const
const module = new URL('networks.ts', import.meta.url)
const model = await ParallelModel.start(build(options), { workers: 2, module, options })
console.log(model.scores(batchOf(4).x).shape.join())
