import { createInterface } from 'node:readline'
import * as layers from '#kit/layers/index.ts'
import { BufferPool, Random, randn } from '#kit/tensor/index.ts'
import { ParallelModel } from '#kit/training/index.ts'
import { build } from './model.ts'
import models from './models.json' with { type: 'json' }

/** Trains one of the models of models.json: for each line with a number, that many steps, answered by their times. */
const [network, clockName, workers] = process.argv.slice(2)
const { batch } = models.find(({ name }) => name === network)!
const module = new URL('model.ts', import.meta.url)
const model = await ParallelModel.start(build(network), {
  workers: Number(workers),
  module,
  options: network,
})
const x = randn([batch, 3, 32, 32], { random: new Random(2), dtype: 'float32' })
const labels = Uint8Array.from({ length: batch }, (_, i) => i % 10)
const states: Record<string, object> = {}
const pool = new BufferPool()

/** Milliseconds: of the wall, or of the processor for all threads together. */
const clock =
  clockName === 'processor'
    ? () => (process.cpuUsage().user + process.cpuUsage().system) / 1000
    : () => performance.now()

const step = () => {
  const start = clock()
  pool.step(() => {
    const { grads } = model.loss(x, labels)
    for (const name of Object.keys(grads)) {
      const { w, config } = layers.updateRules.adam(model.params[name], grads[name], states[name])
      model.params[name] = w
      states[name] = config
    }
  }, [model, states])
  return clock() - start
}

for await (const line of createInterface({ input: process.stdin })) {
  const [, ...times] = Array.from({ length: Number(line) + 1 }, step)
  console.log(JSON.stringify(times))
}
