import ts from 'typescript'
import type { SourceTree } from '../course/cut-stubs.ts'
import { findTodo } from '../course/manifest.ts'
import { withinTime } from '../system/within-time.ts'

/** Which TODOs get the kit's code, and which must keep the submission's. */
export interface Exchange {
  replaced: readonly string[]
  kept: readonly string[]
}

/**
 * Puts the kit's own code in place of some TODOs, so that what builds on them can be graded by itself.
 *
 * A file in which nothing is kept becomes the kit's file, since a forward function and its backward function belong
 * together. In any other file, the code below the comment of such a TODO is replaced. If the comment is gone, the whole
 * function or method is, unless it also holds a TODO that is kept. What cannot be replaced stays.
 *
 * @param files - the submission, by path below `assignments/`
 * @param solutions - the kit's solutions, by the same paths
 */
export function withKitCode(
  files: SourceTree,
  solutions: SourceTree,
  { replaced, kept }: Exchange,
): SourceTree {
  const changed = new Map(files)
  for (const [file, ids] of Map.groupBy(replaced, (id) => findTodo(id).file)) {
    const [own, solution] = [files.get(file), solutions.get(file)]
    if (solution === undefined) continue
    const keptHere = kept.filter((id) => findTodo(id).file === file)
    const isKept = keptHere.length > 0 && own !== undefined
    changed.set(file, isKept ? exchanged(own, solution, ids, keptHere) : solution)
  }
  return changed
}

/** The time in milliseconds for parsing and changing a file. Honest work takes a few of them. */
const LONGEST = 5000

/** The files that cannot be parsed, or not in this time. */
const unreadable = new Set<string>()

function exchanged(own: string, solution: string, ids: readonly string[], kept: readonly string[]): string {
  if (unreadable.has(own)) return own
  try {
    return withinTime(LONGEST, () => {
      const changed = ids.reduce(
        (text, id) => withRegion(text, solution, id) ?? withMember(text, solution, id, kept),
        own,
      )
      return changed === own ? own : withImports(changed, solution)
    })
  } catch (error) {
    // What is nested so that it cannot be parsed, or takes ages, is no learner's work, and stays as it is.
    if (!(error instanceof RangeError)) throw error
    unreadable.add(own)
    return own
  }
}

/** Replaces what stands below the comment of a TODO, up to what is given in the same block; undefined without a comment. */
function withRegion(own: string, solution: string, id: string): string | undefined {
  const [begin, end] = regionOf(solution, id)
  const blockOfKit = blockAt(parsed(solution), begin)
  const at = own.indexOf(`// TODO ${id}:`)
  const block = at < 0 ? undefined : blockAt(parsed(own), at)
  if (blockOfKit === undefined || block === undefined) return undefined
  const given = blockOfKit.statements.filter(({ pos }) => pos >= end).length
  const written = block.statements.filter((statement) => statement.getStart() > at)
  if (written.length < given) return undefined
  const last = written.at(written.length - given)
  const comment = /^[^\n]*(?:\n *\/\/[^\n]*)*/.exec(own.slice(at))![0]
  const stop = given === 0 || last === undefined ? block.end - 1 : last.getStart()
  return `${own.slice(0, at + comment.length)}\n${solution.slice(begin, end)}\n${own.slice(stop)}`
}

/** Replaces the function or the method that holds a TODO, unless it also holds one that is kept. */
function withMember(own: string, solution: string, id: string, kept: readonly string[]): string {
  const holds = ({ start, end }: Member, todo: string): boolean => {
    const [at] = regionOf(solution, todo)
    return at >= start && at < end
  }
  const member = membersOf(solution).find((one) => holds(one, id))
  const place = membersOf(own).find(({ name }) => name === member?.name)
  if (member === undefined || place === undefined || kept.some((todo) => holds(member, todo))) return own
  return own.slice(0, place.start) + solution.slice(member.start, member.end) + own.slice(place.end)
}

/** Adds the imports that the kit's code needs. An editor may have removed them. */
function withImports(own: string, solution: string): string {
  const known = new Set(importsOf(own).map(([name]) => name))
  const missing = importsOf(solution).filter(([name]) => !known.has(name))
  return missing.map(([, statement]) => `${statement}; `).join('') + own
}

/** Parses a module with a parser that {@link withinTime} can stop. In deeply nested code, it throws a RangeError. */
const parsed = (code: string): ts.SourceFile =>
  ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, true)

/** Returns where the solution of a TODO begins and ends, without the lines that mark it. */
function regionOf(solution: string, id: string): [begin: number, end: number] {
  const begin = solution.indexOf(`// BEGIN SOLUTION ${id}\n`)
  const end = solution.indexOf(`// END SOLUTION ${id}\n`)
  return [solution.indexOf('\n', begin), solution.lastIndexOf('\n', end)]
}

/** Returns the innermost block of statements around a place. */
function blockAt(file: ts.SourceFile, place: number): ts.Block | undefined {
  let found: ts.Block | undefined
  const visit = (node: ts.Node): void => {
    if (place < node.pos || place >= node.end) return
    if (ts.isBlock(node)) found = node
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** A function or a member of a class: its name, and its place in the text. */
interface Member {
  name: string
  start: number
  end: number
}

/** Returns the functions of a module and the members of its classes. None is inside another. */
function membersOf(code: string): Member[] {
  const file = parsed(code)
  const memberAt = (node: ts.Node, name: string): Member => ({
    name,
    start: node.getStart(file),
    end: node.end,
  })
  return file.statements.flatMap((statement): Member[] => {
    if (ts.isFunctionDeclaration(statement)) return [memberAt(statement, statement.name?.text ?? '')]
    if (ts.isVariableStatement(statement)) {
      const [{ name }] = statement.declarationList.declarations
      return [memberAt(statement, ts.isIdentifier(name) ? name.text : '')]
    }
    if (!ts.isClassDeclaration(statement)) return []
    return statement.members.map((member) => {
      const name = ts.isConstructorDeclaration(member) ? 'constructor' : (member.name?.getText(file) ?? '')
      return memberAt(member, `${statement.name?.text}.${name}`)
    })
  })
}

/** Returns the names that a module imports, each with a statement that imports it. */
function importsOf(code: string): [name: string, statement: string][] {
  return parsed(code).statements.flatMap((statement): [string, string][] => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    const bindings = statement.importClause?.namedBindings
    if (bindings === undefined || !ts.isNamedImports(bindings)) return []
    const source = statement.moduleSpecifier.text
    return bindings.elements.map((element) => [
      element.name.text,
      `import { ${element.getText()} } from '${source}'`,
    ])
  })
}
