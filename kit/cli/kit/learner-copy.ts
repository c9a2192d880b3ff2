import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { cutStubs } from '../../grading/cut-stubs.ts'
import { PACK, packed, readSolutions } from '../../grading/solutions.ts'
import { root } from './root.ts'

/** What a learner needs, besides the assignments and the two files that are adapted. */
const COPIED = [
  '.devcontainer',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.oxlintrc.json',
  '.prettierignore',
  '.prettierrc.json',
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
  'vitest.config.ts',
]

/** What is in those folders, but for the authors and the teachers only. */
const LEFT_OUT = [
  'docs/site',
  'docs/typedoc',
  'docs/grading.md',
  'docs/learners-walk.md',
  'data/make-tiny.ts',
  'kit/cli/manifest.ts',
  'kit/cli/stubs.ts',
  PACK,
]

/** The commands that work without the solutions and the tests of the kit. */
const SCRIPTS = ['ui', 'format', 'doctor', 'data', 'train', 'leaderboard', 'experiment']

/**
 * Copies what a learner needs into an empty folder: the assignments as untouched stubs, and the solutions packed.
 *
 * @throws SolutionsError when they cannot be read
 */
export function copyForLearner(target: string): void {
  const solutions = readSolutions(root)
  mkdirSync(target, { recursive: true })
  for (const entry of COPIED.filter((name) => existsSync(join(root, name)))) {
    cpSync(join(root, entry), join(target, entry), { recursive: true, filter: isForLearners })
  }
  cpSync(join(root, 'assignments'), join(target, 'assignments'), { recursive: true, filter: isGiven })
  for (const [file, stub] of cutStubs(solutions).stubs) writeFileSync(join(target, 'assignments', file), stub)
  writeFileSync(join(target, PACK), packed(solutions))
  adaptPackage(join(target, 'package.json'))
  for (const file of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.md')) adaptPage(join(target, file))
  }
}

const isForLearners = (path: string): boolean =>
  !LEFT_OUT.includes(relative(root, path).replaceAll('\\', '/'))

/** Whether something in `assignments/` is not the learner's: the handouts, but no code, and no backup of code. */
const isGiven = (path: string): boolean => !/\.ts$|\.backup(?:\.\d+)?$/.test(path)

function adaptPackage(path: string): void {
  const { scripts, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as { scripts: Record<string, string> }
  const kept = Object.entries(scripts).filter(([name]) => SCRIPTS.includes(name))
  const adapted = { test: 'vitest run', typecheck: 'tsc --noEmit', ...Object.fromEntries(kept) }
  writeFileSync(path, `${JSON.stringify({ ...rest, scripts: adapted }, null, 2)}\n`)
}

/**
 * Pages say between `<!-- kit -->` and `<!-- /kit -->` what is true of the kit itself only, and in a comment that starts
 * with `<!-- learner` what stands there instead in the folder of a learner.
 */
function adaptPage(path: string): void {
  const page = readFileSync(path, 'utf8')
  const adapted = page
    .replaceAll(/^<!-- kit -->$.*?^<!-- \/kit -->\n+/gms, '')
    .replaceAll(/<!-- kit -->.*?<!-- \/kit -->/gs, '')
    .replaceAll(/^<!-- learner\n(.*?)\n-->$/gms, '$1')
  if (adapted !== page) writeFileSync(path, adapted)
}
