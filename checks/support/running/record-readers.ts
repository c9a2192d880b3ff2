import type { Tensor } from '#kit/tensor/index.ts'
import { isolated } from '../isolation/current.ts'
import { trainingSteps } from './training-steps.ts'
import { stopWatching, watchReads } from './watch-reads.ts'

/**
 * Calls the work as a training step, and returns which functions of the work have read the numbers of these tensors or made
 * other tensors, also indirectly.
 *
 * @param names - the functions to look out for
 */
export function readersDuring(
  run: () => unknown,
  tensors: readonly Tensor[],
  names: readonly string[],
): Set<string> {
  const steps = trainingSteps()
  const seen = isolated()?.watch(tensors, names) ?? watchReads(tensors, names)
  try {
    steps.step(run)
    return seen
  } finally {
    // In a process of its own, the work is watched until the next check begins.
    stopWatching()
    steps.release()
  }
}
