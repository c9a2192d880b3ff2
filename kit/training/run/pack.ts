import { Tensor } from '#kit/tensor/index.ts'
import { UserError } from '#kit/system/user-error.ts'

/** A value as JSON, in which `{ $tensor: name }` stands for a tensor, and its tensors. */
export interface Packed {
  json: unknown
  tensors: Record<string, Tensor>
}

/**
 * Splits a value into JSON and the tensors in it, which get names such as `params.W1`.
 *
 * @throws UserError when it contains something that is neither a tensor nor valid JSON
 */
export function pack(value: unknown): Packed {
  const tensors: Record<string, Tensor> = {}
  const visit = (part: unknown, path: readonly string[]): unknown => {
    const name = path.join('.')
    if (part instanceof Tensor) {
      tensors[name] = part
      return { $tensor: name }
    }
    if (Array.isArray(part)) return part.map((item, i) => visit(item, [...path, String(i)]))
    if (isPlainObject(part)) {
      const entries = Object.entries(part).filter(([, item]) => item !== undefined)
      return Object.fromEntries(entries.map(([key, item]) => [key, visit(item, [...path, key])]))
    }
    if (Number.isFinite(part) || typeof part === 'string' || typeof part === 'boolean' || part === null)
      return part
    throw new UserError(
      'checkpoint',
      `${name} cannot be saved: it must be a tensor, a number, a string, or an array or plain object of these`,
    )
  }
  return { json: visit(value, []), tensors }
}

/**
 * Restores a value from the result of {@link pack}.
 *
 * @throws RangeError when a tensor is missing
 */
export function unpack({ json, tensors }: Packed): unknown {
  if (Array.isArray(json)) return json.map((item) => unpack({ json: item, tensors }))
  if (!isPlainObject(json)) return json
  if (typeof json.$tensor === 'string') return tensorNamed(json.$tensor, tensors)
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, unpack({ json: item, tensors })]))
}

function tensorNamed(name: string, tensors: Packed['tensors']): Tensor {
  if (!Object.hasOwn(tensors, name)) throw new RangeError(`There is no tensor ${name}.`)
  return tensors[name]
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
