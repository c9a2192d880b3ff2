import { onTestFinished } from 'vitest'
import { ParallelModel } from '#kit/training/index.ts'
import { build, type NetworkSpec } from './networks.ts'

const module = new URL('networks.ts', import.meta.url)

/**
 * Starts a network with workers, which end with the test. The trouble occurs only in the workers, not in this thread.
 */
export async function parallel(spec: NetworkSpec, workers: number): Promise<ParallelModel> {
  const own = build({ ...spec, trouble: undefined })
  const model = await ParallelModel.start(own, { workers, module, options: spec })
  onTestFinished(() => model.close())
  return model
}
