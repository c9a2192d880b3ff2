import ts from 'typescript'
import type { SourceTree } from '../course/cut-stubs.ts'
import { findTodo } from '../course/manifest.ts'

/** Which TODOs get the kit's code, and which must keep the submission's. */
export interface Exchange {
  replaced: readonly string[]
  kept: readonly string[]
}

/**
 * Puts the kit's own code in place of some TODOs, so that what builds on them can be graded by itself. A file in which
 * nothing is kept becomes the kit's file, since a forward function and its backward function belong together. In any other
 * file, the functions and methods that hold these TODOs are replaced. A function that also holds a TODO that is kept stays.
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
  const byFile = Map.groupBy(replaced, (id) => findTodo(id).file)
  for (const [file, ids] of byFile) {
    const solution = solutions.get(file)
    if (solution === undefined) continue
    const keptHere = kept.filter((id) => findTodo(id).file === file)
    const own = files.get(file)
    const isKept = keptHere.length > 0 && own !== undefined
    changed.set(file, isKept ? exchanged(own, solution, ids, keptHere) : solution)
  }
  return changed
}

/** A function or a member of a class: its name, and its place in the text. */
interface Member {
  name: string
  start: number
  end: number
}

function exchanged(own: string, solution: string, ids: readonly string[], kept: readonly string[]): string {
  try {
    return withMembers(own, solution, ids, kept)
  } catch (error) {
    // What is nested so deeply is no learner's work, and stays as it is.
    if (error instanceof RangeError) return own
    throw error
  }
}

function withMembers(own: string, solution: string, ids: readonly string[], kept: readonly string[]): string {
  const holds = ({ start, end }: Member, id: string): boolean => {
    const at = solution.indexOf(`// BEGIN SOLUTION ${id}\n`)
    return at >= start && at < end
  }
  const sought = membersOf(solution).filter(
    (member) => ids.some((id) => holds(member, id)) && !kept.some((id) => holds(member, id)),
  )
  const ownMembers = membersOf(own)
  const edits = sought
    .flatMap((member) => {
      const place = ownMembers.find(({ name }) => name === member.name)
      return place === undefined ? [] : [{ ...place, text: solution.slice(member.start, member.end) }]
    })
    .toSorted((one, other) => other.start - one.start)
  if (edits.length === 0) return own
  let text = own
  for (const { start, end, text: kitsOwn } of edits) text = text.slice(0, start) + kitsOwn + text.slice(end)
  const known = new Set(importsOf(own).map(([name]) => name))
  const missing = importsOf(solution).filter(([name]) => !known.has(name))
  return missing.map(([, statement]) => `${statement}; `).join('') + text
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

/** Parses a module with a parser that can be stopped: in deeply nested code, it throws a RangeError. */
const parsed = (code: string): ts.SourceFile =>
  ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, true)

/** Returns the functions of a module and the members of its classes. Nothing is inside another of them. */
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
