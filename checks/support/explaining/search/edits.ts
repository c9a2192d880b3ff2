import { cause, type Cause } from '#kit/course/causes/index.ts'
import type { Node, Template } from './solution-file.ts'
import { declaredIn, isNode, isValue, nodesOf, variablesIn, type Placed } from './syntax.ts'

/** A small change of a solution. */
export interface Edit {
  /** The places in the text that get another text. */
  changes: readonly { start: number; end: number; text: string }[]
  /** How far-fetched it is. */
  cost: number
  /** Returns the sentence for a result that the change reproduces. */
  says: (what: string) => Cause
}

/** Returns a text with a change in it. */
export const edited = (source: string, { changes }: Pick<Edit, 'changes'>): string =>
  changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((before, { start, end, text }) => before.slice(0, start) + text + before.slice(end), source)

/** Returns the change of a node into another text. */
const replaced = ({ start, end }: Node, text: string): Edit['changes'][number] => ({ start, end, text })

/** Functions that are easily taken for one another. */
const FAMILIES = [
  ['add', 'sub', 'mul', 'div'],
  ['sum', 'mean', 'max', 'min', 'variance'],
  ['argmax', 'argmin'],
  ['zeros', 'ones'],
  ['zerosLike', 'onesLike'],
  ['Math.floor', 'Math.ceil', 'Math.round'],
  ['Math.max', 'Math.min'],
  ['Math.sqrt', 'Math.exp', 'Math.log', 'Math.abs'],
]

/** Operators that are easily taken for one another. */
const OPERATORS = [
  ['+', '-', '*', '/'],
  ['<', '<=', '>', '>='],
  ['===', '!=='],
  ['&&', '||'],
  ['+=', '-=', '='],
]

/** Functions whose order of arguments matters although both orders often fit. */
const ORDERED = ['sub', 'div', 'matmul']

/** Functions that can be left out, so that only their first argument remains. */
const OPTIONAL = /^(?:Math\.(?:sqrt|exp|log|abs|floor|ceil|round|max|min)|sum|mean|map|transpose|addBorder)$/

/** What a value may be made into, in the words that follow "is also". */
const CHANGES: readonly (readonly [says: string, code: (value: string) => string])[] = [
  ['given the opposite sign', (value) => `$.times(-1, ${value})`],
  ['multiplied by 2', (value) => `$.times(2, ${value})`],
  ['halved', (value) => `$.times(0.5, ${value})`],
  ['squared', (value) => `$.mapped(${value}, (v) => v * v)`],
  ['put under a root', (value) => `$.mapped(${value}, Math.sqrt)`],
  ['made positive', (value) => `$.mapped(${value}, Math.abs)`],
  ['sent through a ReLU', (value) => `$.mapped(${value}, (v) => Math.max(0, v))`],
  ['cut off at -1 and 1', (value) => `$.mapped(${value}, (v) => Math.min(1, Math.max(-1, v)))`],
  ['cut off at 1', (value) => `$.mapped(${value}, (v) => Math.min(1, v))`],
  ['replaced by its sign', (value) => `$.mapped(${value}, Math.sign)`],
  ['rounded', (value) => `$.mapped(${value}, Math.round)`],
  ['replaced by ones', (value) => `$.onesLike(${value})`],
  ['replaced by zeros', (value) => `$.zeroLike(${value})`],
  ['cut down to its first entry', (value) => `$.onlyWhere(${value}, (i) => i === 0)`],
  ['cut down to its last entry', (value) => `$.onlyWhere(${value}, (i, n) => i === n - 1)`],
  ['without its first entry', (value) => `$.onlyWhere(${value}, (i) => i > 0)`],
  ['without its last entry', (value) => `$.onlyWhere(${value}, (i, n) => i < n - 1)`],
  ['replaced by its first entry everywhere', (value) => `$.firstRepeated(${value})`],
  ['summed along axis 0', (value) => `$.summedAlong(${value}, 0)`],
  ['summed along axis 1', (value) => `$.summedAlong(${value}, 1)`],
  ['reversed along axis 0', (value) => `$.reversedAlong(${value}, 0)`],
  ['reversed along axis 1', (value) => `$.reversedAlong(${value}, 1)`],
  ['reversed along axis 2', (value) => `$.reversedAlong(${value}, 2)`],
  ['reversed along axis 3', (value) => `$.reversedAlong(${value}, 3)`],
  ['put in the order of its transpose', (value) => `$.rearranged(${value})`],
]

/** How a tensor may be read from memory with a wrong index, in the words that follow "is". */
const READINGS: readonly (readonly [says: string, code: (value: string) => string])[] = [
  ['read column by column, as if its axes were exchanged', (value) => `$.readByColumns(${value})`],
  ['read as if its rows were as long as its columns', (value) => `$.readWithRowsOf(${value})`],
]

/** The number of the changes above that are more usual than the rest. */
const USUAL_CHANGES = 3

/** The longest code that a sentence shows. */
const LONGEST = 70

/**
 * Returns small changes of a part of a solution, the most likely first: something else in the place of a part, a part
 * left out, or something done in addition.
 *
 * @param begin - where the part begins in the text
 * @param end - where it ends
 */
export function editsIn({ text: source, tree }: Template, begin: number, end: number): Edit[] {
  const found: Edit[] = []
  const textOf = ({ start, end: last }: Node): string => source.slice(start, last)
  const shown = (code: string): string => {
    const line = code
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/(?<=\[) | (?=\])/g, '')
      .replaceAll(/(?<![\w)\].])\.(?=\d)/g, '0.')
      .trim()
    return line.length > LONGEST ? `${line.slice(0, LONGEST - 4)} ...` : line
  }
  /** Puts other code in the place of a node, and says so with the code around it. */
  const replace = (
    node: Node,
    text: string,
    around: Node,
    put = text,
    right = textOf(node),
    cost = 1,
  ): void => {
    if (text === textOf(node)) return
    const words = { found: shown(put), right: shown(right), code: shown(textOf(around)) }
    found.push({
      changes: [replaced(node, `(${text})`)],
      cost,
      says: (what) => cause('edit/replaced', { what, ...words }),
    })
  }
  const leave = (node: Node, text: string, part: string): void => {
    const words = { part: shown(part), code: shown(textOf(node)) }
    const id = words.part === words.code ? 'edit/step-left-out' : 'edit/left-out'
    found.push({ changes: [replaced(node, text)], cost: 0, says: (what) => cause(id, { what, ...words }) })
  }
  const change = (node: Node, text: string, done: string, cost: number): void => {
    const words = { done, code: shown(textOf(node)) }
    found.push({
      changes: [replaced(node, text)],
      cost,
      says: (what) => cause('edit/extra', { what, ...words }),
    })
  }

  const inside = nodesOf(tree).filter(({ node }) => node.start > begin && node.end <= end)
  const loops = inside.flatMap(({ node }) => (node.type === 'ForStatement' ? [node] : []))
  const tests = new Set(loops.map(({ test }) => test))
  const isInTest = ({ parent }: Placed): boolean => tests.has(parent)
  const counters = new Set(loops.flatMap(({ init }) => (isNode(init) ? declaredIn(init) : [])))
  // With something else in the place of its counter, a loop never ends.
  const values = inside.filter((one) => isValue(one) && !(isInTest(one) && one.key === 'left'))
  const [scalars, variables] = variablesIn(tree, values, begin, end, textOf)

  for (const { node, parent } of inside) {
    const around = parent ?? node
    switch (node.type) {
      case 'CallExpression': {
        const callee = node.callee as Node
        const args = node.arguments as Node[]
        const name = textOf(callee)
        for (const family of FAMILIES.filter((names) => names.includes(name)))
          for (const other of family) if (other !== name) replace(callee, callTo(other), node, other)
        if (ORDERED.includes(name) && args.length >= 2) {
          const [a, b, ...rest] = args.map(textOf)
          const swapped = `${name}(${[b, a, ...rest].join(', ')})`
          replace(node, swapped, node, swapped, textOf(node))
        }
        if (FAMILIES[0].includes(name))
          for (const i of [0, 1]) leave(node, textOf(args[1 - i]), textOf(args[i]))
        else if (OPTIONAL.test(name)) for (const arg of args) leave(node, textOf(arg), name)
        if (callee.type === 'MemberExpression' && !name.startsWith('Math.'))
          leave(node, textOf(callee.object as Node), `.${textOf(callee.property as Node)}(...)`)
        const axis = args[1]
        if (FAMILIES[1].includes(name) && axis?.type === 'Literal')
          replace(axis, axis.value === 0 ? '1' : '0', node)
        const options = args.find(({ type }) => type === 'ObjectExpression')
        if (options !== undefined && name === 'matmul')
          leave(node, textOf(node).replace(textOf(options), '{}'), textOf(options))
        break
      }
      case 'BinaryExpression':
      case 'LogicalExpression':
      case 'AssignmentExpression': {
        const [left, right] = [node.left as Node, node.right as Node]
        const operator = node.operator as string
        for (const family of OPERATORS.filter((operators) => operators.includes(operator))) {
          for (const other of family) {
            if (other === operator) continue
            const text = `${textOf(left)} ${other} ${textOf(right)}`
            replace(node, text, node, other, operator)
          }
        }
        if (node.type === 'AssignmentExpression') break
        if (['+', '-', '*', '/', '&&', '||'].includes(operator)) {
          leave(node, textOf(left), `${operator} ${textOf(right)}`)
          leave(node, textOf(right), `${textOf(left)} ${operator}`)
        }
        break
      }
      case 'UnaryExpression':
        leave(node, textOf(node.argument as Node), String(node.operator))
        break
      case 'ConditionalExpression':
      case 'IfStatement': {
        const test = node.test as Node
        for (const text of [`!(${textOf(test)})`, 'true', 'false']) replace(test, text, test)
        break
      }
      case 'ForStatement': {
        const test = node.test as Node | null
        if (test?.type !== 'BinaryExpression') break
        const bound = test.right as Node
        const loop = (where: Node, text: string, all: Node): void =>
          replace(where, text, all, text, undefined, 0)
        loop(bound, `${textOf(bound)} - 1`, test)
        const [first] = ((node.init as Node | null)?.declarations ?? []) as { init: Node }[]
        if (!first) break
        loop(first.init, oneMore(textOf(first.init)), node.init as Node)
        // Only the last turn of the loop, or only the first one.
        loop(first.init, `${textOf(bound)} - 1`, node.init as Node)
        loop(bound, oneMore(textOf(first.init)), test)
        break
      }
      case 'Literal':
        if (typeof node.value === 'number')
          for (const number of new Set([0, 1, 2, 0.5, node.value + 1, node.value - 1, -node.value])) {
            if (number !== node.value) replace(node, String(number), around)
          }
        else if (typeof node.value === 'boolean') replace(node, String(!node.value), around)
        break
      case 'ExpressionStatement':
        leave(node, ';', textOf(node))
        break
      case 'ArrayExpression': {
        const items = node.elements as Node[]
        if (items.length === 2) {
          const swapped = `[${items.toReversed().map(textOf).join(', ')}]`
          replace(node, swapped, around)
        }
        // The order of axes.
        if (items.length > 2 && items.every(({ type }) => type === 'Literal')) {
          const axes = items.map(textOf)
          for (const i of axes.keys())
            for (const j of axes.keys())
              if (i < j) replace(node, `[${axes.with(i, axes[j]).with(j, axes[i]).join(', ')}]`, around)
        }
        break
      }
      default:
    }
  }
  const names = values.filter(({ node }) => /^(?:Identifier|MemberExpression)$/.test(node.type))
  for (const { node, parent } of names) {
    const text = textOf(node)
    const around = parent?.type === 'Property' || !parent ? node : parent
    for (const other of [...scalars, ...variables])
      replace(node, other, around, other, text, areSimilar(text, other) ? 1 : 2)
  }
  const occurrences = Map.groupBy(names, ({ node }) => textOf(node))
  for (const [where, some] of [
    ['everywhere', occurrences],
    ['in the loops', Map.groupBy(names.filter(isInTest), ({ node }) => textOf(node))],
  ] as const) {
    for (const [first, these] of some) {
      for (const [second, those] of some) {
        if (first >= second || !areSimilar(first, second)) continue
        if (counters.has(first) || counters.has(second)) continue
        const changes = [
          ...these.map(({ node }) => replaced(node, `(${second})`)),
          ...those.map(({ node }) => replaced(node, `(${first})`)),
        ]
        found.push({
          changes,
          cost: 0,
          says: (what) => cause('edit/swapped', { what, first, second, where }),
        })
      }
    }
  }
  for (const [text, same] of occurrences) {
    if (same.length < 2) continue
    for (const other of [...scalars, ...variables]) {
      if (other === text) continue
      found.push({
        changes: same.map(({ node }) => replaced(node, `(${other})`)),
        cost: areSimilar(text, other) ? 1 : 2,
        says: (what) => cause('edit/replaced-everywhere', { what, found: other, right: text }),
      })
    }
  }
  // The same change often has the same effect on a part and on the whole, which says more.
  const largestFirst = values.toSorted((a, b) => b.node.end - b.node.start - (a.node.end - a.node.start))
  for (const placed of largestFirst) {
    const { node, parent } = placed
    const text = textOf(node)
    if (node.type === 'ArrowFunctionExpression' || node.type === 'ObjectExpression') continue
    const [usual, unusual] =
      parent?.type === 'VariableDeclarator' || parent?.type === 'Property' ? [1, 3] : [2, 4]
    if (node.type === 'Identifier' || parent?.type === 'VariableDeclarator')
      for (const [done, code] of READINGS) change(node, code(text), done, 1)
    CHANGES.forEach(([done, code], i) => change(node, code(text), done, i < USUAL_CHANGES ? usual : unusual))
    for (const scalar of scalars) {
      change(node, `$.times(${text}, ${scalar})`, `multiplied by ${scalar}`, usual)
      change(node, `$.over(${text}, ${scalar})`, `divided by ${scalar}`, usual)
    }
    // A size is not combined with a tensor.
    const tensors = scalars.includes(text) || /\.shape\[\w+\]$/.test(text) ? [] : variables
    for (const variable of tensors) {
      if (variable === text || (isInTest(placed) && counters.has(variable))) continue
      change(node, `$.times(${text}, ${variable})`, `multiplied by ${variable}`, unusual)
      change(node, `$.plus(${text}, ${variable})`, `increased by ${variable}`, unusual)
      change(node, `$.plus(${text}, $.times(-1, ${variable}))`, `reduced by ${variable}`, unusual)
    }
  }
  return found.toSorted((a, b) => a.cost - b.cost)
}

/** Returns the code of a number that is one larger. */
const oneMore = (code: string): string => (/^\d+$/.test(code) ? String(Number(code) + 1) : `${code} + 1`)

/** Returns whether two names share a word, like `filterHeight` and `filterWidth`, or are both single letters. */
function areSimilar(a: string, b: string): boolean {
  if (a.length === 1 && b.length === 1) return (a === a.toUpperCase()) === (b === b.toUpperCase())
  const wordsOf = (name: string): string[] =>
    name.toLowerCase() === name ? [name] : name.split(/(?=[A-Z])|\./).map((word) => word.toLowerCase())
  const words = wordsOf(a)
  return wordsOf(b).some((word) => words.includes(word))
}

/** Returns how a function is called in a changed solution, which may not import it. */
const callTo = (name: string): string => (name.startsWith('Math.') ? name : `T.${name}`)
