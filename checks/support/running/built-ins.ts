import * as tensor from '#kit/tensor/index.ts'

/** One property as it was before any code of a submission ran. */
interface Original {
  object: object
  key: PropertyKey
  name: string
  property: PropertyDescriptor
}

const namespaces = ['Math', 'JSON', 'Reflect']
const classes =
  'Object Function Array Number String RegExp Promise Map Set WeakMap Error Float32Array Float64Array Int32Array Uint8Array'

/** The objects, by name, that a submission shares with the checks and everything else. */
const objects = new Map<string, object>([
  ...namespaces.map((name) => [name, global(name)] as const),
  ...classes.split(' ').flatMap((name) => withPrototype(name, global(name))),
  ...withPrototype('TypedArray', Object.getPrototypeOf(Float64Array) as object),
  ['ArrayIterator.prototype', Object.getPrototypeOf([].values()) as object],
  ...withPrototype('Tensor', tensor.Tensor),
])

/** Vitest changes these itself. */
const changing: PropertyKey[] = ['stackTraceLimit', 'prepareStackTrace']

const { is } = Object
const { defineProperty, deleteProperty, get, getOwnPropertyDescriptor, ownKeys } = Reflect

const originals: Original[] = Array.from(objects, ([name, object]) =>
  ownKeys(object)
    .filter((key) => !changing.includes(key))
    .map((key) => original(object, key, `${name}.${String(key)}`)),
).flat()
for (const name of objects.keys())
  if (Object.hasOwn(globalThis, name)) originals.push(original(globalThis, name, name))
const known = Array.from(objects, ([name, object]) => ({ name, object, keys: new Set(ownKeys(object)) }))
const exported = Object.entries(tensor)

/**
 * Restores everything shared that a submission replaced, removed or added.
 *
 * @returns the name of the first such property, e.g. `Math.max`, if there is one
 */
export function restoreBuiltIns(): string | undefined {
  const changed: string[] = []
  for (let i = 0; i < originals.length; i++) {
    const { object, key, name, property } = originals[i]
    const now = getOwnPropertyDescriptor(object, key)
    if (now && is(now.value, property.value) && now.get === property.get && now.set === property.set) continue
    defineProperty(object, key, property)
    changed[changed.length] = name
  }
  for (let i = 0; i < known.length; i++) {
    const { name, object, keys } = known[i]
    const now = ownKeys(object)
    if (now.length === keys.size) continue
    for (const key of now) {
      if (keys.has(key) || changing.includes(key)) continue
      deleteProperty(object, key)
      changed[changed.length] = `${name}.${String(key)}`
    }
  }
  for (let i = 0; i < exported.length; i++) {
    const [key, value] = exported[i]
    if (is(get(tensor, key), value)) continue
    defineProperty(tensor, key, { value, configurable: true, enumerable: true })
    changed[changed.length] = key
  }
  return changed[0]
}

function original(object: object, key: PropertyKey, name: string): Original {
  return { object, key, name, property: Object.getOwnPropertyDescriptor(object, key)! }
}

function global(name: string): object {
  return Reflect.get(globalThis, name) as object
}

function withPrototype(name: string, type: object): [string, object][] {
  return [
    [name, type],
    [`${name}.prototype`, Reflect.get(type, 'prototype') as object],
  ]
}
