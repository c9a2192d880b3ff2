import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Heap } from '../../../../kit/engine/wasm/heap.ts'

const SIZE = 64 * 100

/** Commands that take parts of these sizes, or give back one of the parts taken so far. */
const commands = fc.array(
  fc.oneof(fc.record({ take: fc.integer({ min: 0, max: SIZE / 4 }) }), fc.record({ giveBack: fc.nat() })),
  { maxLength: 60 },
)

test('parts never overlap, lie inside, start at a cache line, and all come back as one', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const heap = new Heap(1000, 1024 + SIZE)
      const held: { address: number; bytes: number }[] = []
      for (const command of list) {
        if ('giveBack' in command) {
          if (held.length > 0) heap.free(held.splice(command.giveBack % held.length, 1)[0].address)
          continue
        }
        const bytes = command.take
        const address = heap.allocate(bytes)
        if (address === undefined) continue
        expect(address % 64).toBe(0)
        expect(address).toBeGreaterThanOrEqual(1024)
        expect(address + bytes).toBeLessThanOrEqual(1024 + SIZE)
        for (const other of held) {
          const apart =
            address >= other.address + Math.max(1, other.bytes) ||
            address + Math.max(1, bytes) <= other.address
          expect(apart).toBe(true)
        }
        held.push({ address, bytes })
      }
      for (const { address } of held) heap.free(address)
      expect(heap.used).toBe(0)
      expect(heap.allocate(SIZE)).toBe(1024)
    }),
    { numRuns: 300 },
  )
})

test('what is too large is undefined, and changes nothing', () => {
  const heap = new Heap(0, 640)
  expect(heap.allocate(641)).toBeUndefined()
  expect(heap.allocate(640)).toBe(0)
  expect(heap.allocate(1)).toBeUndefined()
})

test('nothing can be given back twice', () => {
  const heap = new Heap(0, 640)
  const address = heap.allocate(10)!
  heap.free(address)
  expect(() => heap.free(address)).toThrow(RangeError)
})
