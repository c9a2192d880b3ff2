import { sizeOf, Tensor, type DType } from '#kit/tensor/index.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The contents of a safetensors file. */
export interface SafeTensors {
  tensors: Readonly<Record<string, Tensor>>
  /** Anything else to keep, as texts. */
  metadata: Readonly<Record<string, string>>
}

/** The header's entry of one tensor. */
interface Entry {
  dtype: string
  shape: number[]
  /** The first byte and the one after the last, counted from the end of the header. */
  data_offsets: [number, number]
}

const NAMES = { float32: 'F32', float64: 'F64' } satisfies Record<DType, string>
const STORAGES = { F32: Float32Array, F64: Float64Array }
const LENGTH_BYTES = 8

/**
 * Encodes tensors and texts as a safetensors file, which many programs can read:
 * https://huggingface.co/docs/safetensors. It contains the length of the header (64 bits), the header in JSON, and the
 * numbers, all of them little-endian.
 *
 * @returns the parts of the file, in order; the numbers are not copied
 */
export function encodeSafetensors({ tensors, metadata }: SafeTensors): Uint8Array[] {
  // Float64 comes first, so that every number is aligned to its size.
  const ordered = Object.entries(tensors).toSorted(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
  )
  let end = 0
  const entries = ordered.map(([name, { data, dtype, shape }]): [string, Entry] => {
    const start = end
    end += data.byteLength
    return [name, { dtype: NAMES[dtype], shape: [...shape], data_offsets: [start, end] }]
  })
  const text = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }))
  const header = Buffer.alloc(Math.ceil(text.length / 8) * 8, ' ')
  text.copy(header)
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeBigUInt64LE(BigInt(header.length))
  const bytesOf = ({ data }: Tensor) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return [length, header, ...ordered.map(([, tensor]) => bytesOf(tensor))]
}

/**
 * Reads a file that {@link encodeSafetensors} or another program has written.
 *
 * @throws UserError when it is damaged, or contains numbers that are neither float32 nor float64
 */
export function decodeSafetensors(file: Uint8Array): SafeTensors {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.length < LENGTH_BYTES) throw new UserError('damaged', 'it is incomplete')
  const headerEnd = LENGTH_BYTES + Number(view.getBigUint64(0, true))
  if (file[LENGTH_BYTES] !== '{'.charCodeAt(0))
    throw new UserError('damaged', 'it is not in the safetensors format')
  if (headerEnd > file.length) throw new UserError('damaged', 'it is incomplete')
  const { __metadata__: metadata = {}, ...entries } = parseHeader(file.subarray(LENGTH_BYTES, headerEnd))
  const tensors = Object.entries(entries).map(([name, entry]) => {
    return [name, readTensor(name, entry as Entry, file.subarray(headerEnd))] as const
  })
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Record<string, unknown>
  } catch {
    throw new UserError('damaged', 'its header is damaged')
  }
}

function readTensor(name: string, entry: Partial<Entry> | null, numbers: Uint8Array): Tensor {
  const { dtype = '', shape, data_offsets: offsets } = entry ?? {}
  const whole = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((value) => Number.isSafeInteger(value) && value >= 0)
  if (!whole(shape) || !whole(offsets)) throw new UserError('damaged', 'its header is damaged')
  if (!Object.hasOwn(STORAGES, dtype)) {
    throw new UserError('damaged', `its ${name} has type ${dtype} instead of F32 or F64`)
  }
  const Storage = STORAGES[dtype as keyof typeof STORAGES]
  const [start, end] = offsets
  if (end - start !== sizeOf(shape) * Storage.BYTES_PER_ELEMENT) {
    throw new UserError('damaged', 'its header is damaged')
  }
  if (end > numbers.length) throw new UserError('damaged', 'it is incomplete')
  // A copy, because the numbers in the file may not be aligned for a typed array.
  return new Tensor(new Storage(new Uint8Array(numbers.subarray(start, end)).buffer), shape)
}
