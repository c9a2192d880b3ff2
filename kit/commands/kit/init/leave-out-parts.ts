import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { anchorsOf } from '../../../course/anchors.ts'
import { ANSWERS_FOLDER } from '../../../course/answers/index.ts'
import { filesIn } from '../../../course/handed-out.ts'
import { importsOf } from '../../../course/imports/imports.ts'
import { wholeKit, type Part } from '../../../course/manifest.ts'
import { MISTAKES_FOLDER } from '../../../course/mistakes/index.ts'

/** Part 6 has networks to train besides its TODOs. They stay, because every course trains networks. */
const RECIPES = '6-cifar10'

/** The part that numbers the tricks for judging a network. */
const TRICKS = 5

/**
 * Removes from a folder for learners what belongs to parts that the course does not have: their handouts, their code,
 * their checks, their hints, the experiments that need them, and what pages say about all of these. Code of such a part
 * stays only where code of the course imports it: a network of Part 1 can use Part 2, so it does not load without it. It
 * then has no TODOs.
 *
 * @param hasSolutions - whether the folder has the solutions; otherwise, the pages say nothing about them
 */
export function leaveOutParts(folder: string, chosen: readonly number[], hasSolutions: boolean): void {
  const left = wholeKit.filter(({ number }) => !chosen.includes(number))
  const pages = (): string[] => filesIn(folder).filter((path) => path.endsWith('.md'))
  const missing = [...left.map(({ number }) => `part ${number}`), ...(hasSolutions ? [] : ['solutions'])]
  for (const page of pages()) removePassages(folder, page, missing)
  if (left.length > 0) removeCode(folder, left)
  removeEntries(folder)
  for (const page of pages()) removeLinks(folder, page)
}

function removeCode(folder: string, left: readonly Part[]): void {
  for (const path of filesIn(folder).filter(isWork)) removeCodePassages(folder, path, left)
  for (const part of left) removePart(folder, part)
  removeRecipes(folder)
  for (const part of left) cutTodos(folder, part)
  removeReferences(folder, left)
  removeHints(folder, left)
  removeExperiments(folder, left)
  declareMissing(folder)
}

const isWork = (path: string): boolean => /^assignments\/.*\.ts$/.test(path)

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8')

function edit(folder: string, path: string, change: (text: string) => string): void {
  if (!existsSync(join(folder, path))) return
  const before = read(folder, path)
  const after = change(before)
  if (after !== before) writeFileSync(join(folder, path), after)
}

const remove = (folder: string, path: string): void =>
  rmSync(join(folder, path), { recursive: true, force: true })

function removePart(folder: string, part: Part): void {
  remove(folder, `checks/${part.folder}`)
  remove(folder, `${MISTAKES_FOLDER}/${part.folder}`)
  remove(folder, `${ANSWERS_FOLDER}/${part.folder}.txt`)
  remove(folder, `assignments/${part.folder}/README.md`)
  const own = part.todos.map(({ file }) => file).filter((file) => file.startsWith(`${part.folder}/`))
  const all = filesIn(folder).filter(isWork)
  const others = all.filter((path) => !path.startsWith(`assignments/${part.folder}/`))
  const needed = new Set(others.flatMap((path) => importsOf(read(folder, path))))
  for (const file of new Set(own)) if (!needed.has(`#work/${file}`)) remove(folder, `assignments/${file}`)
  if (!filesIn(folder).some((path) => path.startsWith(`assignments/${part.folder}/`)))
    remove(folder, `assignments/${part.folder}`)
}

/** Removes the networks, and parts of them, that use code which is not there. */
function removeRecipes(folder: string): void {
  for (const path of filesIn(folder).filter((each) => dirname(each) === `assignments/${RECIPES}`))
    if (path.endsWith('.ts') && missingImports(folder, path).length > 0) remove(folder, path)
}

/** Returns the imports of a file that lead to no file in the folder. */
function missingImports(folder: string, path: string): string[] {
  if (!existsSync(join(folder, path))) return []
  return importsOf(read(folder, path)).filter((source) => {
    const file = source.startsWith('#work/')
      ? source.replace('#work/', 'assignments/')
      : source.startsWith('#kit/')
        ? source.slice(1)
        : source.startsWith('.')
          ? posix.join(posix.dirname(path), source)
          : undefined
    return file !== undefined && !existsSync(join(folder, file))
  })
}

/** Takes the TODOs of a part out of the code that stays. What they would do is not available. */
function cutTodos(folder: string, { number, title, todos }: Part): void {
  const sentence = `${title} (Part ${number} of the kit) does not belong to this course.`
  for (const file of new Set(todos.map((todo) => todo.file))) {
    edit(folder, `assignments/${file}`, (code) => {
      const without = code
        .replaceAll(new RegExp(String.raw`^ *// TODO ${number}\.\d+: .*\n(?: *//.*\n)*`, 'gm'), '')
        .replaceAll(
          new RegExp(String.raw`throw new NotImplementedError\('${number}\.\d+'\)`, 'g'),
          `throw new Error('${sentence}')`,
        )
        .replaceAll(` (Part ${number})`, '')
      return without.includes('new NotImplementedError(')
        ? without
        : without.replace(/^import \{ NotImplementedError \} from .*\n/m, '')
    })
  }
}

/** Removes the reference values of functions that no part of the course has. */
function removeReferences(folder: string, left: readonly Part[]): void {
  const nameOf = (title: string): string => title.split(':')[0]
  const kept = new Set(
    wholeKit
      .filter((part) => !left.includes(part))
      .flatMap(({ todos }) => todos.map((todo) => nameOf(todo.title))),
  )
  const names = left
    .flatMap(({ todos }) => todos.map((todo) => nameOf(todo.title)))
    .filter((name) => !kept.has(name))
  for (const file of readdirSync(join(folder, 'checks/reference')))
    if (names.includes(file.split('.')[0])) remove(folder, `checks/reference/${file}`)
}

function removeHints(folder: string, left: readonly Part[]): void {
  const numbers = left.map(({ number }) => `${number}`)
  const hints = 'kit/course/hints'
  for (const file of readdirSync(join(folder, hints)))
    if (numbers.includes(file.split('-')[0])) remove(folder, `${hints}/${file}`)
  edit(folder, `${hints}/index.ts`, (code) => {
    const gone = Array.from(
      code.matchAll(/^import \{ hints as (\w+) \} from '(\.\/[^']+)'\n/gm),
      ([line, name, source]) => ({ line, name, file: posix.join(hints, source) }),
    ).filter(({ file }) => !existsSync(join(folder, file)))
    return gone.reduce((text, { line, name }) => text.replace(line, '').replace(`  ...${name},\n`, ''), code)
  })
}

/** Removes the experiments of these parts, and those that use code which is not there, and then what only they use. */
function removeExperiments(folder: string, left: readonly Part[]): void {
  const index = 'kit/experiments/index.ts'
  const entries = Array.from(
    read(folder, index).matchAll(/^ {2}'?[\w-]+'?: \{[^{}]*import\('\.\/([^']+)'\)[^{}]*\},\n/gm),
    ([entry, source]) => ({ entry, file: posix.join('kit/experiments', source) }),
  )
  for (const { entry, file } of entries)
    if (left.some(({ number }) => entry.includes(`part: ${number},`))) remove(folder, file)
  const files = filesIn(folder).filter((path) => /^kit\/experiments\/.*\.ts$/.test(path) && path !== index)
  for (let gone = true; gone;) {
    gone = false
    for (const path of files.filter((each) => missingImports(folder, each).length > 0)) {
      remove(folder, path)
      gone = true
    }
  }
  const missing = entries.filter(({ file }) => !existsSync(join(folder, file)))
  edit(folder, index, (code) => missing.reduce((text, { entry }) => text.replace(entry, ''), code))
  if (left.some(({ number }) => number === TRICKS))
    for (const path of filesIn(folder).filter((each) => each.startsWith('kit/experiments/')))
      edit(folder, path, (code) => code.replaceAll(/ \(trick \d\)/g, ''))
}

/** Tells TypeScript about files that code of the kit loads only if the course has them. */
function declareMissing(folder: string): void {
  const code = filesIn(folder).filter((path) => /^(?:kit|checks|data)\/.*\.ts$/.test(path))
  const named = code.flatMap((path) =>
    Array.from(read(folder, path).matchAll(/'#work\/([\w/-]+\.ts)'/g), ([, file]) => file),
  )
  const missing = [...new Set(named)].filter((file) => !existsSync(join(folder, 'assignments', file)))
  if (missing.length === 0) return
  const lines = missing.toSorted().map((file) => `declare module '#work/${file}'\n`)
  writeFileSync(
    join(folder, 'kit/parts-of-other-courses.d.ts'),
    `// These files belong to parts that this course does not have. Nothing loads them here.\n${lines.join('')}`,
  )
}

/**
 * Removes from a page what is about parts that the course does not have, or about the solutions if they are not in the
 * folder: text between `<!-- part 2 -->` and `<!-- /part 2 -->`, or between `<!-- solutions -->` and
 * `<!-- /solutions -->`. A row of a table goes if its whole first cell does, and so does a page of which
 * nothing is left.
 */
function removePassages(folder: string, page: string, missing: readonly string[]): void {
  edit(folder, page, (text) =>
    missing
      .reduce((rest, what) => {
        const [begin, end] = [`<!-- ${what} -->`, `<!-- /${what} -->`]
        return rest
          .replaceAll(new RegExp(`^${begin}$.*?^${end}\\n*`, 'gms'), '')
          .replaceAll(new RegExp(`^\\| ${begin}.*?${end} *\\|.*\\n`, 'gm'), '')
          .replaceAll(new RegExp(`${begin}.*?${end}`, 'gs'), '')
      }, text)
      .replaceAll(/^<!-- \/?(?:part \d|solutions) -->\n+/gm, '')
      .replaceAll(/<!-- \/?(?:part \d|solutions) -->/g, ''),
  )
  if (read(folder, page).trim() === '') remove(folder, page)
}

/** Removes such passages from code, where each of both marks is a comment with a line of its own. */
function removeCodePassages(folder: string, path: string, left: readonly Part[]): void {
  edit(folder, path, (code) =>
    left
      .map(
        ({ number }) =>
          new RegExp(`^ *// <!-- part ${number} -->\\n.*?^ *// <!-- /part ${number} -->\\n\\n?`, 'gms'),
      )
      .reduce((rest, passage) => rest.replaceAll(passage, ''), code)
      .replaceAll(/^ *\/\/ <!-- \/?part \d -->\n/gm, ''),
  )
}

/** Returns whether a link of a page leads somewhere. */
function leads(folder: string, page: string, target: string): boolean {
  if (/^[a-z]+:/i.test(target)) return true
  const [path, anchor] = target.split('#')
  const file = path === '' ? page : posix.join(posix.dirname(page), path)
  if (!existsSync(join(folder, file))) return false
  return anchor === undefined || !file.endsWith('.md') || anchorsOf(read(folder, file)).includes(anchor)
}

/** Removes the words of the field that no handout of the course explains. */
function removeEntries(folder: string): void {
  const page = 'docs/glossary.md'
  edit(folder, page, (text) =>
    text.replaceAll(/^## .+\n[^#]*?^Explained in \[.+\]\((\S+)\)\.\n+/gm, (entry, target: string) =>
      leads(folder, page, target) ? entry : '',
    ),
  )
}

/**
 * Replaces links that lead nowhere by their text. A row of a table or an item of a list that has no other links goes, and
 * so does a page in the list of pages at the top.
 */
function removeLinks(folder: string, page: string): void {
  const link = /(?<!!)\[([^[\]]+)\]\(([^)\s]+)\)/g
  const targetsIn = (text: string): string[] => Array.from(text.matchAll(link), ([, , target]) => target)
  edit(folder, page, (text) =>
    text
      .replaceAll(/^(?:\|.*|(?:-|\d+\.) .*(?:\n +\S.*)*)\n/gm, (unit) => {
        const targets = targetsIn(unit)
        return targets.length === 0 || targets.some((target) => leads(folder, page, target)) ? unit : ''
      })
      .replaceAll(/^ {2}- (\.\.?\/\S+\.md)\n/gm, (line, target: string) =>
        leads(folder, page, target) ? line : '',
      )
      .replaceAll(link, (whole, words: string, target: string) =>
        leads(folder, page, target) ? whole : words,
      ),
  )
}

/** Returns the parts that a choice of parts lacks: a part uses the code of earlier ones. */
export function lackingParts(
  chosen: readonly number[],
  sources: ReadonlyMap<string, string>,
): Map<number, number> {
  const lacking = new Map<number, number>()
  const numberOf = (file: string): number => Number.parseInt(basename(dirname(file)))
  for (const { number, folder, todos } of wholeKit.filter((part) => chosen.includes(part.number))) {
    const own = [...sources].filter(([file]) => file.startsWith(`${folder}/`))
    const used = own.flatMap(([, code]) =>
      importsOf(code).flatMap((source) => (source.startsWith('#work/') ? source.slice('#work/'.length) : [])),
    )
    for (const needed of [...used, ...todos.map(({ file }) => file)].map(numberOf))
      if (needed < number && !chosen.includes(needed)) lacking.set(number, needed)
  }
  return lacking
}
