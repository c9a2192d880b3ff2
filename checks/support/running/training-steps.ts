import { BufferPool, empty } from '#kit/tensor/index.ts'
import { isolated } from '../isolation/current.ts'
import { unremembered } from './recorded-calls.ts'

/** Training steps, in which tensors reuse the storage of earlier steps. They take place where the work runs. */
export interface TrainingSteps {
  /** Runs one call of the work as a step. */
  step<Result>(run: () => Result): Result
  /** Fills storage with NaN in a step, as many numbers as this. */
  dirty(count: number): void
  /** Frees all storage. */
  release(): void
}

/** Begins training steps. */
export function trainingSteps(): TrainingSteps {
  const submission = isolated()
  if (submission !== undefined) {
    return {
      // Later steps write into the memory of its results.
      step: (run) => unremembered(() => submission.inStep(run)),
      dirty: (count) => void submission.call({ op: 'fill-memory', count }),
      release: () => void submission.call({ op: 'release-memory' }),
    }
  }
  const pool = new BufferPool()
  return {
    step: (run) => unremembered(() => pool.step(run, [])),
    dirty: (count) => void pool.step(() => empty([count]).data.fill(NaN), []),
    release: () => pool.release(),
  }
}
