import type { Part } from '../../../course/manifest.ts'
import { UserError } from '#kit/system/user-error.ts'

/**
 * Returns the numbers of the parts in a list such as `1-3` or `1,2,4`, in order.
 *
 * @throws UserError when it is no such list, or names a part that does not exist
 */
export function partsIn(list: string, all: readonly Part[]): number[] {
  const numbers = list.split(',').flatMap((item) => {
    const [, first, last = first] = /^\s*(\d)(?:-(\d))?\s*$/.exec(item) ?? []
    if (first === undefined || last < first)
      throw new UserError('command', `"${list}" is no list of parts. Write it as 1-3, or as 1,2,4.`)
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i)
  })
  const unknown = numbers.find((number) => !all.some((part) => part.number === number))
  if (unknown !== undefined)
    throw new UserError(
      'command',
      `There is no Part ${unknown}. The parts are ${all[0].number} to ${all.at(-1)!.number}.`,
    )
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}
