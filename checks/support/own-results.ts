import type { Tensor } from '#kit/tensor/index.ts'
import { allClose } from './explain/context.ts'
import { expectThat } from './compare.ts'

/**
 * That nothing is shared between calls: a result stays as it is when the function is called again with something else,
 * and the same call after that gives the same result again.
 *
 * @param call - gives the results by name
 * @param other - another call
 */
export function expectOwnResults(call: () => Readonly<Record<string, Tensor>>, other: () => unknown): void {
  const first = call()
  const kept = Object.entries(first).map(([name, { data }]) => [name, data.slice()] as const)
  other()
  for (const [name, before] of kept) {
    expectThat(
      allClose(first[name].data, before, 0),
      `${name} of an earlier call was changed by a later one. Make a new tensor at every call.`,
    )
  }
  const again = call()
  for (const [name, before] of kept) {
    expectThat(
      allClose(again[name].data, before, 0),
      `${name} is not the same when the same call is made again. Start anew at every call, and keep nothing from an earlier call.`,
    )
  }
}
