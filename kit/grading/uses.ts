import { basename } from 'node:path'
import type { SourceTree } from '../course/cut-stubs.ts'
import { importsOf } from '../course/imports/imports.ts'
import { findTodo, manifest } from '../course/manifest.ts'

/**
 * Returns which TODOs the code of a TODO may call: those before it in its file, and all in the files that this one imports,
 * by itself or by way of others.
 *
 * @param solutions - the kit's solutions, by path below `solutions/`
 */
export function usesIn(solutions: SourceTree): (todo: string, other: string) => boolean {
  const ids = manifest.flatMap(({ todos }) => todos.map(({ id }) => id))
  const imported = new Map<string, Set<string>>()
  const importedBy = (file: string): Set<string> => {
    const known = imported.get(file)
    if (known !== undefined) return known
    const found = new Set<string>()
    imported.set(file, found)
    for (const name of importsOf(solutions.get(file) ?? '')) {
      const other = [...solutions.keys()].find((path) => basename(path) === basename(name))
      if (other !== undefined) for (const each of [other, ...importedBy(other)]) found.add(each)
    }
    return found
  }
  return (todo, other) => {
    const [file, otherFile] = [findTodo(todo).file, findTodo(other).file]
    return file === otherFile ? ids.indexOf(other) < ids.indexOf(todo) : importedBy(file).has(otherFile)
  }
}
