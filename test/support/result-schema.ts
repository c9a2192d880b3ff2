import schema from '#kit/grading/result.schema.json' with { type: 'json' }

/** The words of JSON Schema that ours uses. */
interface Schema {
  $ref?: string
  const?: unknown
  enum?: unknown[]
  type?: string
  minimum?: number
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
}

/** Returns where a value does not follow a part of the schema. */
function violations(value: unknown, { $ref, ...rest }: Schema, at = '$'): string[] {
  if ($ref !== undefined)
    return violations(
      value,
      schema.$defs[$ref.replace('#/$defs/', '') as keyof typeof schema.$defs] as Schema,
      at,
    )
  const { const: only, enum: some, type, minimum = -Infinity, required = [], properties = {}, items } = rest
  const isOf = {
    string: 'string',
    boolean: 'boolean',
    integer: 'number',
    number: 'number',
    object: 'object',
    array: 'object',
  }
  if (only !== undefined && value !== only) return [at]
  if (some !== undefined && !some.includes(value)) return [at]
  if (type !== undefined && typeof value !== isOf[type as keyof typeof isOf]) return [at]
  if (type === 'integer' && !(Number.isInteger(value) && (value as number) >= minimum)) return [at]
  if (type === 'array')
    return Array.isArray(value) ? value.flatMap((item, i) => violations(item, items!, `${at}[${i}]`)) : [at]
  if (type !== 'object') return []
  return [
    ...required.filter((key) => !(key in (value as object))).map((key) => `${at}.${key}`),
    ...Object.entries(value as object).flatMap(([key, item]) =>
      key in properties ? violations(item, properties[key], `${at}.${key}`) : [`${at}.${key}`],
    ),
  ]
}

/** Returns the places at which a result does not follow `kit/grading/result.schema.json`. */
export const violationsOfSchema = (result: unknown): string[] => violations(result, schema as Schema)
