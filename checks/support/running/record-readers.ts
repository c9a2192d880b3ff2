import type { Tensor } from '#kit/tensor/index.ts'
import { isolated } from '../isolation/current.ts'
import { watchReads } from './watch-reads.ts'

/**
 * Makes these tensors record which functions of the work read their numbers, also indirectly.
 *
 * @param names - the functions to look out for
 * @returns the names seen so far
 */
export const recordReaders = (tensors: readonly Tensor[], names: readonly string[]): Set<string> =>
  isolated()?.watch(tensors, names) ?? watchReads(tensors, names)
