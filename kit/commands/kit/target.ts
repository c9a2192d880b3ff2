import { closestMatch } from 'leven'
import { manifest, type Part, type Todo } from '../../course/manifest.ts'
import { UserError } from '#kit/system/user-error.ts'

const todos: readonly Todo[] = manifest.flatMap((part) => part.todos)
const files: readonly string[] = [...new Set(todos.map(({ file }) => file))]
const checkFiles: readonly string[] = [...new Set(todos.map(({ checks }) => checks))]

/** The end of an error message if no known name is similar. */
const LIST = '. "npx kit status --all" lists all TODOs.'

/**
 * Finds the TODO named by `1.2` or `affineBackward`.
 *
 * @throws UserError when there is none
 */
export function todoNamed(name: string): Todo {
  const found = findTodoNamed(name)
  if (found) return found
  const several = findTodosTogether(name)
  if (several) {
    const ids = several.map(({ id }) => id).join(', ')
    throw new UserError('command', `Name one TODO. The TODOs of ${name} are ${ids}.`)
  }
  const known = todos.flatMap(({ id, title }) => [id, title])
  throw new UserError('command', `There is no TODO ${name}${didYouMean(name, known, LIST)}`)
}

/**
 * Finds the TODOs named by a TODO, a file, a check file or a part: `1.2`, `layers`, `1-fully-connected/layers.ts`,
 * `checks/1-fully-connected/1-layers.check.ts`, `2`.
 *
 * @param others - other valid names, for suggestions
 * @throws UserError when nothing has this name
 */
export function todosNamed(name: string, others: readonly string[] = []): readonly Todo[] {
  const todo = findTodoNamed(name)
  if (todo) return [todo]
  const several = findTodosTogether(name)
  if (several) return several
  const parts = manifest.flatMap(({ number, folder }) => [`${number}`, folder])
  const known = [
    ...todos.flatMap(({ id, title }) => [id, title]),
    ...parts,
    ...files.flatMap(spellings),
    ...others,
  ]
  throw new UserError(
    'command',
    `There is no TODO, file or part called ${name}${didYouMean(belowTree(name), known, LIST)}`,
  )
}

/**
 * Finds the file named by its path or by the end of it: `layers`, `layers.ts`,
 * `assignments/1-fully-connected/layers.ts`.
 *
 * @param existing - the existing files, below `assignments/`
 * @throws UserError when there is none
 */
export function fileNamed(name: string, existing: readonly string[]): string {
  const file = matching(name, existing)
  if (file) return file
  throw new UserError(
    'command',
    `There is no file ${name} in assignments/${didYouMean(belowTree(name), existing.flatMap(spellings))}`,
  )
}

/** Joins the words of a command line so that an unquoted `part 1` is one name. */
export const partsTogether = (words: readonly string[]): string[] =>
  words.reduce<string[]>((names, word) => {
    const last = names.at(-1) ?? ''
    const isNumberOfPart = /^part$/i.test(last) && /^\d+$/.test(word)
    return isNumberOfPart ? [...names.slice(0, -1), `${last} ${word}`] : [...names, word]
  }, [])

/** Returns the TODO with this number or name, if there is one. */
export const findTodoNamed = (name: string): Todo | undefined =>
  todos.find(({ id, title }) => id === name || title.toLowerCase() === name.toLowerCase())

/** Returns the TODOs of the part or file with this name. */
function findTodosTogether(name: string): readonly Todo[] | undefined {
  const part = findPart(name)
  if (part) return part.todos
  const file = matching(name, files) ?? matching(name, checkFiles)
  return file === undefined ? undefined : todos.filter((each) => each.file === file || each.checks === file)
}

function findPart(name: string): Part | undefined {
  const wanted = name.replace(/^part ?/i, '')
  return manifest.find(({ number, folder }) => `${number}` === wanted || folder === belowTree(name))
}

const belowTree = (name: string): string =>
  withSlashes(name)
    .replace(/^(?:.*\/)?(?:assignments|checks)\//, '')
    .replace(/\/$/, '')

function matching(name: string, among: readonly string[]): string | undefined {
  const wanted = `/${withoutEnding(belowTree(name).replace(/^\.\//, ''))}`
  return among.find((file) => `/${withoutEnding(file)}`.endsWith(wanted))
}

const withoutEnding = (path: string): string => path.replace(/(?:\.check)?\.ts$/, '')

const withSlashes = (path: string): string => path.replaceAll('\\', '/')

/** Returns the names by which a learner may call a file. */
const spellings = (file: string): string[] => [
  file,
  file.replace(/^.*\//, ''),
  file.replace(/^.*\/|\.ts$/g, ''),
]

/** Returns the end of an error message, with a suggestion if a known name is similar. */
export function didYouMean(name: string, known: readonly string[], otherwise = '.'): string {
  const nearest = closestMatch(name, known, { maxDistance: Math.max(1, Math.floor(name.length / 3)) })
  return nearest === undefined ? otherwise : `. Did you mean ${nearest}?`
}
