import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ANSWERS_FOLDER } from '../../../course/answers/index.ts'
import { cutStubs, withoutCarriageReturns } from '../../../course/cut-stubs.ts'
import { MISTAKES_FOLDER } from '../../../course/mistakes/index.ts'
import { SOLUTIONS_FILE, packSolutions, readSolutions, textsIn } from '../../../course/solutions.ts'
import { adaptPackage } from './learner-package.ts'
import { root } from '../root.ts'

/** What a learner's folder gets, besides the assignments and the two files that are adapted. */
const COPIED = [
  '.devcontainer',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.vscode',
  'LICENSE',
  'README.md',
  'checks',
  'data',
  'docs',
  'kit',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.cjs',
]

/** Entries of those folders that only authors and teachers need. */
const LEFT_OUT = [
  'docs/site',
  'docs/typedoc/figures',
  'docs/architecture.md',
  'docs/grading.md',
  'docs/learners-walk.md',
  'docs/sample-answers.md',
  'docs/teaching.md',
  'data/make-tiny.ts',
  'kit/commands/authors/manifest.ts',
  'kit/commands/authors/stubs.ts',
  'kit/commands/teach',
  'kit/grading',
  'kit/vitest/reporters/result.ts',
  SOLUTIONS_FILE,
]

/** The folders whose texts show what the solutions look like, or answer questions. They are packed with the solutions. */
const PACKED = [MISTAKES_FOLDER, ANSWERS_FOLDER]

/** Content that only people who work on the kit use: a file, and the text to remove from it. */
const CUT: readonly (readonly [file: string, text: RegExp])[] = [
  ['.vscode/extensions.json', /\s*"(?:oxc|esbenp)\.[\w-]+",/g],
  [
    '.vscode/settings.json',
    /,\s*"(?:editor\.formatOnSave|editor\.defaultFormatter|prettier\.\w+)": [^,\n]+/g,
  ],
  ['.devcontainer/devcontainer.json', /\s*"(?:oxc|esbenp)\.[\w-]+",/g],
  ['.devcontainer/devcontainer.json', / chromium\b/g],
  // Learners keep their answers in their own repository.
  ['.gitignore', /assignments\/\*\/notes\.md\n/g],
  ['docs/guide.md', /\n {2}- \.\/(?:architecture|grading|learners-walk|sample-answers|teaching)\.md/g],
]

/**
 * Copies what a learner needs into an empty folder: the assignments as untouched stubs, and the solutions packed.
 *
 * @throws UserError when they cannot be read
 */
export function copyForLearner(target: string): void {
  const solutions = readSolutions(root)
  mkdirSync(target, { recursive: true })
  for (const entry of COPIED.filter((name) => existsSync(join(root, name)))) {
    cpSync(join(root, entry), join(target, entry), { recursive: true, filter: isForLearners })
  }
  cpSync(join(root, 'assignments'), join(target, 'assignments'), { recursive: true, filter: isGiven })
  for (const [file, stub] of cutStubs(solutions).stubs) writeFileSync(join(target, 'assignments', file), stub)
  const texts = PACKED.flatMap((folder) => [...textsIn(folder, root)])
  writeFileSync(join(target, SOLUTIONS_FILE), packSolutions(new Map([...solutions, ...texts])))
  adaptPackage(target)
  for (const [file, text] of CUT) edit(join(target, file), (content) => content.replaceAll(text, ''))
  for (const file of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.md')) adaptPage(join(target, file))
  }
}

/** Returns whether learners get a file or a folder as it is. */
function isForLearners(path: string): boolean {
  const entry = relative(root, path).replaceAll('\\', '/')
  const isPacked = PACKED.some((folder) => entry.startsWith(`${folder}/`)) && entry.endsWith('.txt')
  return !LEFT_OUT.includes(entry) && !isPacked
}

/** Returns whether learners get a file of `assignments/`: handouts, but neither code nor backups of code nor notes. */
const isGiven = (path: string): boolean => !/\.ts$|\.backup(?:\.\d+)?$|[\\/]notes\.md$/.test(path)

/**
 * Adapts a page to a learner's folder. Text between `<!-- kit -->` and `<!-- /kit -->` applies only to the kit itself
 * and is removed. A comment that starts with `<!-- learner` holds the text that replaces it. Commands that train need no
 * `--work assignments`, because there is nothing else to train.
 */
function adaptPage(path: string): void {
  edit(path, (page) =>
    page
      .replaceAll(/^<!-- kit -->$.*?^<!-- \/kit -->\n+/gms, '')
      .replaceAll(/<!-- kit -->.*?<!-- \/kit -->/gs, '')
      .replaceAll(/^<!-- learner\n(.*?)\n-->$/gms, '$1')
      .replaceAll(/(npm run (?:train|experiment) -- [^`\n]*?) --work assignments/g, '$1'),
  )
}

function edit(path: string, change: (text: string) => string): void {
  const before = withoutCarriageReturns(readFileSync(path, 'utf8'))
  const after = change(before)
  if (after !== before) writeFileSync(path, after)
}
