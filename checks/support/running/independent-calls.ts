import { cause } from '#kit/course/causes/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { allClose } from '../explaining/context.ts'
import { expectTensor, expectThat } from '../comparing/compare.ts'

/**
 * Fails unless calls share nothing: a result stays the same when the function is called again with other inputs, the
 * other call has its own results, and repeating the first call gives the same result.
 *
 * @param call - returns the results by name
 * @param other - another call with other inputs; results that it returns under the same names must differ
 */
export function expectIndependentCalls(
  call: () => Readonly<Record<string, Tensor>>,
  other: () => unknown,
): void {
  const first = call()
  // A function may return more than it must; only tensors count as results.
  const tensors = Object.entries(first).filter(([, value]) => value instanceof Tensor)
  // Excludes NaN, which is not equal to itself.
  for (const [name, { shape, dtype }] of tensors) expectTensor(name, first[name], shape, dtype)
  const kept = tensors.map(([name, { data }]) => [name, data.slice()] as const)
  const others = other() as Readonly<Record<string, unknown>> | undefined
  for (const [name, before] of kept) {
    const theirs = others?.[name]
    expectThat(
      !(theirs instanceof Tensor && allClose(theirs.data, before, 0)),
      cause('calls/repeats-earlier', { name }),
    )
  }
  for (const [name, before] of kept) {
    expectThat(allClose(first[name].data, before, 0), cause('calls/changes-earlier', { name }))
  }
  const again = call()
  for (const [name, before] of kept) {
    expectThat(allClose(again[name].data, before, 0), cause('calls/not-repeatable', { name }))
  }
}
