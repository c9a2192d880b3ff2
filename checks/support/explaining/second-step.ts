import { cause, type Cause } from '#kit/course/causes/index.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { allClose } from './context.ts'

/**
 * Returns why the second step of an update rule is wrong although the first one is right. That the rule forgets something
 * is only said if the step is the same without it.
 *
 * @param state - the names of what the rule must remember
 * @param next - the weights after the second step
 * @param stepWithout - takes the second step again without one of them
 */
export function explainSecondStep(
  state: readonly string[],
  next: Tensor,
  stepWithout: (name: string) => Tensor,
): Cause {
  const forgotten = state.filter((name) => {
    try {
      return allClose(stepWithout(name).data, next.data, 0)
    } catch {
      return false
    }
  })
  return forgotten.length === 0
    ? 'optimizer/second-step-differs'
    : cause('optimizer/second-step-forgets', { state: forgotten.join(', ') })
}
