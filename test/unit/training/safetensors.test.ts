import { describe, expect, test } from 'vitest'
import { Random, randn, tensor, Tensor, zeros } from '#kit/tensor/index.ts'
import { decodeSafetensors, encodeSafetensors } from '../../../kit/training/run/safetensors.ts'
import { UserError } from '#kit/system/user-error.ts'

const tensors = {
  'params.W1': randn([3, 4, 5], { random: new Random(1), dtype: 'float32' }),
  exact: tensor([Math.PI, -0, 1e-310, Number.MAX_VALUE, NaN]),
  'a scalar': tensor(7),
  empty: zeros([0, 2], 'float32'),
}
const file = Buffer.concat(encodeSafetensors({ tensors, metadata: { ü: 'text "with" quotes' } }))

/** Returns a file with any header and these numbers. */
function fileWith(header: string, numbers: Uint8Array = new Uint8Array()): Uint8Array {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)))
  return Buffer.concat([length, Buffer.from(header), numbers])
}

test('what was written is read again, to the bit, wherever it stands in memory', () => {
  for (const offset of [0, 1]) {
    const moved = new Uint8Array(file.length + 9)
    moved.set(file, offset)
    const read = decodeSafetensors(moved.subarray(offset, offset + file.length))
    expect(read.tensors).toEqual(tensors)
    expect(Object.is(read.tensors.exact.data[1], -0)).toBe(true)
    expect(read.metadata).toEqual({ ü: 'text "with" quotes' })
  }
})

test('reads a Buffer that is part of another one', () => {
  expect(decodeSafetensors(Buffer.concat([Buffer.from('abc'), file]).subarray(3)).tensors).toEqual(tensors)
})

test('the format is the published one, byte by byte', () => {
  const [length, header, ...numbers] = encodeSafetensors({
    tensors: { w: tensor([[1, 2]], 'float32'), d: tensor([1]) },
    metadata: { a: 'b' },
  })
  expect(length).toEqual(Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]))
  expect(header.length % 8).toBe(0)
  expect(Buffer.from(header).toString().trimEnd()).toBe(
    '{"__metadata__":{"a":"b"},' +
      '"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]}}',
  )
  expect(Buffer.concat(numbers).toString('hex')).toBe('000000000000f03f0000803f00000040')
})

test('the numbers of a view are those of the view', () => {
  const view = new Tensor(Float32Array.of(1, 2, 3, 4).subarray(1, 3), [2])
  const copy = decodeSafetensors(Buffer.concat(encodeSafetensors({ tensors: { view }, metadata: {} })))
  expect([...copy.tensors.view.data]).toEqual([2, 3])
})

describe('says what is wrong with', () => {
  test('a file that was cut short, wherever', () => {
    for (const length of [0, 7, 8, 20, file.length - 1]) {
      const message = length === 8 ? 'it is not in the safetensors format' : 'it is incomplete'
      expect(() => decodeSafetensors(file.subarray(0, length))).toThrow(new UserError('damaged', message))
    }
  })

  test.each([
    [
      'another kind of file',
      Buffer.from('\x89PNG and so on, and so on'),
      'it is not in the safetensors format',
    ],
    ['a header that is no JSON', fileWith('{"w":'), 'its header is damaged'],
    [
      'a header that is no text',
      Buffer.concat([fileWith('{"w'), Buffer.from([0xff])]),
      'its header is damaged',
    ],
    [
      'another type of numbers',
      fileWith('{"w":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}', new Uint8Array(2)),
      'its w has type BF16 instead of F32 or F64',
    ],
    [
      'a shape that is not that of the numbers',
      fileWith('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', new Uint8Array(4)),
      'its header is damaged',
    ],
    [
      'a shape that is none',
      fileWith('{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', new Uint8Array(4)),
      'its header is damaged',
    ],
    ['an entry that is none', fileWith('{"w":null}'), 'its header is damaged'],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(new UserError('damaged', message))
  })
})
