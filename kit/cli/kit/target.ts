import { closestMatch } from 'leven'
import { manifest, type Part, type Todo } from '../../grading/manifest.ts'
import { KitError } from './kit-error.ts'

const todos: readonly Todo[] = manifest.flatMap((part) => part.todos)

/**
 * The TODO that somebody means by `1.2` or `affineBackward`.
 *
 * @throws KitError when there is none
 */
export function todoNamed(name: string): Todo {
  const found = findTodoNamed(name)
  if (found) return found
  const known = todos.flatMap(({ id, title }) => [id, title])
  throw new KitError(`There is no TODO ${name}${didYouMean(name, known)}`)
}

/**
 * The TODOs that somebody means by a TODO, a file or a part: `1.2`, `layers`, `1-fully-connected/layers.ts`, `2`.
 *
 * @throws KitError when nothing has this name
 */
export function todosNamed(name: string): readonly Todo[] {
  const todo = findTodoNamed(name)
  if (todo) return [todo]
  const part = findPart(name)
  if (part) return part.todos
  const files = [...new Set(todos.map(({ file }) => file))]
  const file = matching(name, files)
  if (file) return todos.filter((each) => each.file === file)
  const parts = manifest.flatMap(({ number, folder }) => [`${number}`, folder])
  const known = [...todos.flatMap(({ id, title }) => [id, title]), ...parts, ...files.flatMap(spellings)]
  throw new KitError(`There is no TODO, file or part called ${name}${didYouMean(belowTree(name), known)}`)
}

/**
 * The file that somebody means by its path, or by the end of it: `layers`, `layers.ts`,
 * `assignments/1-fully-connected/layers.ts`.
 *
 * @param files - those that there are, below `assignments/`
 * @throws KitError when there is none
 */
export function fileNamed(name: string, files: readonly string[]): string {
  const file = matching(name, files)
  if (file) return file
  throw new KitError(
    `There is no file ${name} in assignments/${didYouMean(belowTree(name), files.flatMap(spellings))}`,
  )
}

const findTodoNamed = (name: string): Todo | undefined =>
  todos.find(({ id, title }) => id === name || title.toLowerCase() === name.toLowerCase())

function findPart(name: string): Part | undefined {
  const wanted = name.replace(/^part ?/i, '')
  return manifest.find(({ number, folder }) => `${number}` === wanted || folder === belowTree(name))
}

const belowTree = (name: string): string =>
  withSlashes(name)
    .replace(/^(?:.*\/)?(?:assignments|checks)\//, '')
    .replace(/\/$/, '')

function matching(name: string, files: readonly string[]): string | undefined {
  const wanted = `/${belowTree(name)
    .replace(/^\.\//, '')
    .replace(/(?:\.check)?\.ts$/, '')}.ts`
  return files.find((file) => `/${file}`.endsWith(wanted))
}

const withSlashes = (path: string): string => path.replaceAll('\\', '/')

/** How a file may be called. */
const spellings = (file: string): string[] => [
  file,
  file.replace(/^.*\//, ''),
  file.replace(/^.*\/|\.ts$/g, ''),
]

/** The end of a sentence, with a question if something is called nearly the same. */
function didYouMean(name: string, known: readonly string[]): string {
  const nearest = closestMatch(name, known, { maxDistance: Math.max(1, Math.floor(name.length / 3)) })
  return nearest === undefined ? '.' : `. Did you mean ${nearest}?`
}
