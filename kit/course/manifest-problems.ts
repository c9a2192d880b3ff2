import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { anchorsOf } from './anchors.ts'
import { cutStubs, regionOf, withoutCarriageReturns, type SourceTree } from './cut-stubs.ts'
import { hints, type Hints } from './hints/index.ts'
import { wholeKit, type Todo } from './manifest.ts'

/** The folders that the manifest describes. */
const folders = ['assignments', 'solutions', 'checks'] as const

/**
 * Reads every file of these folders, by path from the root of the kit. Skips names that begin with a dot: they belong
 * to tools and the operating system.
 */
export function readFiles(root: string): SourceTree {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  )
  return new Map(files.map((file) => [file, withoutCarriageReturns(readFileSync(join(root, file), 'utf8'))]))
}

/**
 * Returns one sentence for each mismatch between the manifest and the files: a TODO without its region, stub, handout
 * section, checks or hints; a region without a TODO; and files that nothing refers to.
 *
 * @param files - as {@link readFiles} returns them
 */
export function manifestProblems(
  files: SourceTree,
  parts = wholeKit,
  hintsOf: Readonly<Record<string, Hints>> = hints,
): string[] {
  const solutions = [...below('solutions', files)].filter(([file]) => file.endsWith('.ts'))
  const { todos: places, problems } = cutStubs(new Map(solutions))
  const todos = parts.flatMap((part) => part.todos)
  const known = new Set(todos.map(({ id }) => id))
  const unknown = (ids: Iterable<string>): string[] => [...ids].filter((id) => !known.has(id))
  return [
    ...problems.map((problem) => `solutions/${problem}`),
    ...todos.flatMap((todo) => [
      ...placeProblems(todo, files, places.get(todo.id)),
      ...hintProblems(
        todo.id,
        hintsOf[todo.id],
        regionOf(files.get(`solutions/${todo.file}`) ?? '', todo.id),
      ),
    ]),
    ...unknown(places.keys()).map((id) => `solutions/${places.get(id)}: the manifest has no TODO ${id}.`),
    ...unknown(Object.keys(hintsOf)).map(
      (id) => `There are hints for TODO ${id}, which is not in the manifest.`,
    ),
    ...strayFiles(files, todos).map((file) => `${file} does not belong to anything in the manifest.`),
  ]
}

/** Returns the files of a folder, by their paths inside it. */
const below = (folder: string, files: SourceTree): SourceTree =>
  new Map(
    [...files]
      .filter(([file]) => file.startsWith(`${folder}/`))
      .map(([file, text]) => [file.slice(folder.length + 1), text]),
  )

/** Returns the problems with a TODO's region, stub, handout section and check file. */
function placeProblems({ id, file, handout, checks }: Todo, files: SourceTree, place = ''): string[] {
  const [readme, anchor] = handout.split('#')
  const demands: [holds: boolean, problem: string][] = [
    [
      place.startsWith(`${file}:`),
      `should be in solutions/${file}, but its region is ${place ? `in solutions/${place}` : 'nowhere'}.`,
    ],
    [
      files.get(`assignments/${file}`)?.includes(`throw new NotImplementedError('${id}')`) ?? false,
      `has no stub in assignments/${file}. Run "npm run stubs", with "-- --force" if you have worked on it yourself.`,
    ],
    [
      anchorsOf(files.get(readme) ?? '').includes(anchor),
      `has no section in ${readme} with the anchor #${anchor}.`,
    ],
    [files.has(checks), `has no checks, because there is no file ${checks}.`],
  ]
  return demands.flatMap(([holds, problem]) => (holds ? [] : [`TODO ${id} ${problem}`]))
}

/** Returns the problems with a TODO's hints. */
function hintProblems(id: string, given: Hints | undefined, region: string): string[] {
  if (!given) return [`TODO ${id} has no hints.`]
  const all = [...given.levels, ...(given.after ?? []).map(([, hint]) => hint)]
  const demands: [holds: boolean, problem: string][] = [
    [given.levels.length === 3, 'should have three levels of hints.'],
    [all.every((hint) => hint.trim() !== ''), 'has an empty hint.'],
    [new Set(all).size === all.length, 'has the same hint twice.'],
    [
      !all.some((hint) => bare(region) !== '' && bare(hint).includes(bare(region))),
      'has a hint that is the whole solution.',
    ],
  ]
  return demands.flatMap(([holds, problem]) => (holds ? [] : [`TODO ${id} ${problem}`]))
}

/** Returns code without comments and white space. */
const bare = (code: string): string => code.replaceAll(/\/\/.*$/gm, '').replaceAll(/\s/g, '')

/** Returns the files that are not part of any TODO, handout, recipe or check. */
function strayFiles(files: SourceTree, todos: readonly Todo[]): string[] {
  const named = new Set(
    todos.flatMap(({ file, checks }) => [`assignments/${file}`, `solutions/${file}`, checks]),
  )
  const handouts = new Set(todos.map(({ handout }) => handout.split('#')[0]))
  const isWelcome = (file: string): boolean =>
    named.has(file) ||
    handouts.has(file) ||
    // The handout of Part 0, which has no TODOs, and a learner's answers to the questions.
    file === 'assignments/0-start/README.md' ||
    /^assignments\/[\w-]+\/notes\.md$/.test(file) ||
    // Other people's networks for Part 6 have nothing to fill in.
    /^solutions\/6-cifar10\/[\w-]+\.ts$/.test(file) ||
    (/^assignments\/.*\.ts$/.test(file) && files.has(file.replace('assignments', 'solutions'))) ||
    /^solutions\/tsconfig\.json$|^checks\/reference\/[\w.]+\.json$/.test(file) ||
    /^checks\/support\/.*\.ts$|\.backup(\.\d+)?$/.test(file)
  return [...files.keys()].filter((file) => !isWelcome(file))
}
