import type { Node } from './solution-file.ts'

/** A node, and the one that it is a part of. */
export interface Placed {
  node: Node
  parent?: Node
  /** The name of the property of the parent. */
  key?: string
}

/** Returns all nodes of a syntax tree except those of types. */
export function nodesOf(node: Node, parent?: Node, key?: string): Placed[] {
  const within = Object.entries(node).flatMap(([name, value]) => {
    if (/^type|^returnType$/.test(name)) return []
    return [value].flat().flatMap((item) => (isNode(item) ? nodesOf(item, node, name) : []))
  })
  return [{ node, parent, key }, ...within]
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Node).type === 'string' &&
  !(value as Node).type.startsWith('TS')

/** Returns whether a node is an expression whose value is used, and not the name of a function or a property. */
export function isValue({ node, parent, key }: Placed): boolean {
  if (!/Expression$|^Identifier$/.test(node.type) || parent === undefined) return false
  if (/^(?:Arrow)?Function|^AssignmentExpression$|^UpdateExpression$/.test(node.type)) return false
  switch (parent.type) {
    case 'CallExpression':
    case 'NewExpression':
      return key === 'arguments'
    case 'BinaryExpression':
    case 'ReturnStatement':
    case 'ConditionalExpression':
    case 'ArrayExpression':
    case 'TemplateLiteral':
      return true
    case 'VariableDeclarator':
      return key === 'init'
    case 'AssignmentExpression':
      return key === 'right'
    case 'Property':
      return key === 'value' && parent.shorthand !== true && !isPattern(parent)
    case 'ArrowFunctionExpression':
      return key === 'body'
    case 'MemberExpression':
      return key === 'object' ? node.type !== 'Identifier' : parent.computed === true
    default:
      return false
  }
}

/** Returns the names that a declaration declares. */
export const declaredIn = ({ declarations = [] }: Node): string[] =>
  (declarations as { id: { name: string } }[]).map(({ id }) => id.name)

/** Returns whether a property is part of a pattern that takes an object apart. */
const isPattern = (property: Node): boolean => (property.value as Node).type === 'AssignmentPattern'

/** Returns the code of the numbers, and of the other variables, that a part of a solution can use. */
export function variablesIn(
  tree: Node,
  values: readonly Placed[],
  begin: number,
  end: number,
  textOf: (node: Node) => string,
): [scalars: string[], others: string[]] {
  const used = values
    .filter(({ node }) => node.type === 'Identifier' || node.type === 'MemberExpression')
    .map(({ node }) => textOf(node))
  const around = nodesOf(tree).find(
    ({ node }) =>
      /^(?:FunctionDeclaration|FunctionExpression)$/.test(node.type) &&
      node.start <= begin &&
      node.end >= end,
  )
  const params = nodesOf(around?.node ?? tree)
    .filter(
      ({ node, parent, key }) =>
        node.type === 'Identifier' &&
        (key === 'params' ||
          (parent?.type === 'Property' && key === 'value') ||
          (parent?.type === 'VariableDeclarator' && key === 'id')),
    )
    .map(({ node }) => textOf(node))
  const all = [...new Set([...used, ...params])].filter(
    (name) => !/^(?:T|Math|random|params|cache|options)$/.test(name),
  )
  const isScalar = (name: string): boolean =>
    /^[A-Z]$|\.length$|\.size$|shape\[|reg$|Prob|Rate|epsilon|momentum|beta[12]|^t$|[hH]eight|[wW]idth|stride|pad$/.test(
      name,
    )
  return [all.filter(isScalar), all.filter((name) => !isScalar(name))]
}
