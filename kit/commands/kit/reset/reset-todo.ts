import { createRequire } from 'node:module'
import type * as TypeScript from 'typescript'

const require = createRequire(import.meta.url)
let typescript: typeof TypeScript | undefined

/** Returns TypeScript's parser. It takes a moment to load, so it is loaded only when it is needed. */
const ts = (): typeof TypeScript => (typescript ??= require('typescript') as typeof TypeScript)

/** A learner's file in which one TODO is as in its stub, or why that cannot be done, as the end of a sentence. */
export type ResetResult = { code: string } | { obstacle: string }

/**
 * Puts the stub of one TODO back into a learner's file, and leaves the rest of the file as it is. The learner's code of a
 * TODO is everything from its comment to the code that is given after it. Where the comment is gone, the function or the
 * method tells the place, and the code that is given before it.
 *
 * @param mine - the learner's file
 * @param stub - the same file, untouched
 * @param id - the number of the TODO
 */
export function resetTodo(mine: string, stub: string, id: string): ResetResult {
  const found = find(mine, stub, id)
  if ('obstacle' in found) return found
  const { start, end, given, open } = found
  return {
    code: withImport(spliced(mine, start, end, regionOf(stub, given, open.statement, id)), given, stub),
  }
}

/** Returns the learner's code of one TODO, with its comment, or undefined if it cannot be told from the rest. */
export function codeOfTodo(mine: string, stub: string, id: string): string | undefined {
  const found = find(mine, stub, id)
  return 'obstacle' in found ? undefined : mine.slice(found.start, found.end)
}

/** The learner's code of a TODO in their file, and the stub that it replaces. */
interface Found {
  start: number
  end: number
  given: TypeScript.SourceFile
  open: OpenTodo
}

function find(mine: string, stub: string, id: string): Found | { obstacle: string } {
  const [own, given] = [parse(mine), parse(stub)]
  if (syntaxErrors(own) > 0) return { obstacle: 'the file has a syntax error. Correct that first' }
  const open = openTodo(given, id)
  const place = placeOf(open.block)
  const comment = commentOf(mine, id)
  const block = comment === undefined ? blockAt(own, place) : innermostBlock(own, comment)
  if (block === undefined) return { obstacle: `neither its comment nor ${place.join(', ')} is there` }

  const [before, after] = [
    open.block.statements.slice(0, open.index),
    open.block.statements.slice(open.index + 1),
  ]
  const { statements } = block
  const rest = statements.length - after.length
  if (rest < 0 || after.some((statement, i) => headOf(statement) !== headOf(statements[rest + i])))
    return { obstacle: 'the code that was given after it is not there' }
  if (comment === undefined && before.some((statement, i) => !isSame(statement, statements[i])))
    return { obstacle: 'neither its comment nor the code that was given before it is there' }

  const end = after.length > 0 ? statements[rest].getStart(own) : block.getEnd() - 1
  const start =
    comment ?? (before.length > 0 ? statements[before.length - 1].getEnd() : block.getStart(own) + 1)
  if (start > end) return { obstacle: 'its comment is not where it was' }
  return { start, end, given, open }
}

const parse = (code: string): TypeScript.SourceFile =>
  ts().createSourceFile('file.ts', code, ts().ScriptTarget.Latest, true)

/** TypeScript keeps what its parser has found, but does not declare it. */
const syntaxErrors = (file: TypeScript.SourceFile): number =>
  (file as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics.length

interface OpenTodo {
  block: TypeScript.Block
  statement: TypeScript.Statement
  /** The place of the statement in the block. */
  index: number
}

/** Finds the statement of a stub that throws for a TODO. */
function openTodo(file: TypeScript.SourceFile, id: string): OpenTodo {
  let found: OpenTodo | undefined
  const visit = (node: TypeScript.Node): void => {
    if (ts().isBlock(node)) {
      const index = node.statements.findIndex(
        (each) => ts().isThrowStatement(each) && each.getText(file).includes(`NotImplementedError('${id}')`),
      )
      if (index >= 0) found = { block: node, statement: node.statements[index], index }
    }
    node.forEachChild(visit)
  }
  visit(file)
  if (found === undefined) throw new Error(`The stub has no TODO ${id}.`)
  return found
}

/** Returns the names on the way to a block, from outside: `class TwoLayerNet`, `loss`, `if (normalization)`. */
function placeOf(block: TypeScript.Node): string[] {
  const names: string[] = []
  for (let node = block; !ts().isSourceFile(node); node = node.parent) {
    const name = nameOf(node)
    if (name !== undefined) names.unshift(name)
  }
  return names
}

function nameOf(node: TypeScript.Node): string | undefined {
  if (ts().isClassDeclaration(node)) return `class ${node.name?.text ?? ''}`
  if (ts().isConstructorDeclaration(node)) return 'constructor'
  if (ts().isFunctionDeclaration(node) || ts().isMethodDeclaration(node)) return node.name?.getText()
  if (ts().isVariableDeclaration(node)) return node.name.getText()
  if (ts().isIfStatement(node)) return `if (${node.expression.getText().replaceAll(/\s+/g, ' ')})`
  return undefined
}

/** Finds the block at a place. @returns undefined if there is none, or if several fit */
function blockAt(file: TypeScript.SourceFile, place: readonly string[]): TypeScript.Block | undefined {
  const found: TypeScript.Block[] = []
  const visit = (node: TypeScript.Node): void => {
    if (ts().isBlock(node) && placeOf(node).join('\n') === place.join('\n')) found.push(node)
    node.forEachChild(visit)
  }
  visit(file)
  // The body of a function comes before the blocks of its loops, which have no names.
  const outer = found.filter((block) => !found.some((other) => other !== block && contains(other, block)))
  return outer.length === 1 ? outer[0] : undefined
}

const contains = (outer: TypeScript.Node, inner: TypeScript.Node): boolean =>
  outer.pos <= inner.pos && inner.end <= outer.end

function innermostBlock(file: TypeScript.SourceFile, position: number): TypeScript.Block | undefined {
  let found: TypeScript.Block | undefined
  const visit = (node: TypeScript.Node): void => {
    if (position < node.pos || position >= node.end) return
    if (ts().isBlock(node) && node.getStart(file) < position) found = node
    node.forEachChild(visit)
  }
  visit(file)
  return found
}

const commentOf = (code: string, id: string): number | undefined => {
  const position = code.indexOf(`// TODO ${id}:`)
  return position < 0 ? undefined : position
}

/** Returns a statement, or only the condition of an `if`: what is in it may be another TODO. */
const headOf = (node: TypeScript.Statement): string =>
  ts().isIfStatement(node) ? nameOf(node)! : words(node)

const words = (node: TypeScript.Node): string => node.getText().replaceAll(/\s+/g, ' ')

const isSame = (a: TypeScript.Statement, b: TypeScript.Statement | undefined): boolean =>
  b !== undefined && headOf(a) === headOf(b)

/** Returns the lines of a stub from the comment of a TODO to the line that throws. */
function regionOf(
  stub: string,
  file: TypeScript.SourceFile,
  statement: TypeScript.Statement,
  id: string,
): string {
  const start = commentOf(stub, id) ?? statement.getStart(file)
  return stub.slice(stub.lastIndexOf('\n', start) + 1, statement.getEnd())
}

/** Replaces the lines between two places of a text. What else is on the first and the last line stays. */
function spliced(text: string, start: number, end: number, lines: string): string {
  const before = text.slice(0, start).replace(/[ \t]+$/, '')
  const indentation = /[ \t]*$/.exec(text.slice(0, end))![0]
  const [newline] = /\r?\n/.exec(text) ?? ['\n']
  const gap = before.endsWith('\n') ? '' : newline
  return `${before}${gap}${lines.replaceAll('\n', newline)}${newline}${indentation}${text.slice(end)}`
}

/** Adds the import of the error that a stub throws, if the learner has removed it. */
function withImport(code: string, given: TypeScript.SourceFile, stub: string): string {
  const isError = (statement: TypeScript.Statement): statement is TypeScript.ImportDeclaration =>
    ts().isImportDeclaration(statement) && statement.getText().includes('NotImplementedError')
  const own = parse(code)
  const line = given.statements.find(isError)
  if (line === undefined || own.statements.some(isError)) return code
  const last = own.statements.findLast((statement) => ts().isImportDeclaration(statement))
  const place = last?.getEnd() ?? 0
  const text = stub.slice(line.getStart(given), line.getEnd())
  return last === undefined ? `${text}\n\n${code}` : `${code.slice(0, place)}\n${text}${code.slice(place)}`
}
