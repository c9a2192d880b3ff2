import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../system/root.ts'

/** The scripts that work without the solutions and the tests of the kit. */
const SCRIPTS = ['postinstall', 'ui', 'kit', 'docs', 'doctor', 'data', 'train', 'leaderboard', 'experiment']

/** Packages that only the authors need: for linting, for formatting, and for the tests in a browser. */
const TOOLS = [
  '@types/yauzl',
  'axe-core',
  'dependency-cruiser',
  'fflate',
  'oxlint',
  'playwright-core',
  'prettier',
  'yauzl',
]

interface Package {
  scripts: Record<string, string>
  devDependencies: Record<string, string>
}

/** Removes from package.json and package-lock.json what a learner does not need. */
export function adaptPackage(folder: string): void {
  const path = join(folder, 'package.json')
  const original = JSON.parse(readFileSync(path, 'utf8')) as Package
  // The folder of a learner is already like that.
  if (!TOOLS.some((name) => name in original.devDependencies)) return
  const scripts = {
    test: 'node kit/commands/start/guard.cjs && vitest run',
    typecheck: 'node kit/commands/start/guard.cjs && tsc --noEmit',
    ...only(original.scripts, (name) => SCRIPTS.includes(name)),
  }
  const devDependencies = only(original.devDependencies, (name) => !TOOLS.includes(name))
  const write = (content: Package): void => writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`)
  write({ ...original, scripts, devDependencies })
  const lock = join(root, 'package-lock.json')
  // A kit that arrived as an npm package has none.
  if (!existsSync(lock) || pruneLock(folder)) return
  // The folder then keeps all packages of the kit.
  write({ ...original, scripts })
  copyFileSync(lock, join(folder, 'package-lock.json'))
}

const only = (entries: Record<string, string>, isKept: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => isKept(name)))

/** Removes from package-lock.json what package.json does not ask for, offline. @returns whether that worked */
function pruneLock(folder: string): boolean {
  const options = ['install', '--package-lock-only', '--ignore-scripts', '--offline']
  // On Windows npm is a shell script.
  const { status } = spawnSync('npm', options, { cwd: folder, shell: process.platform === 'win32' })
  return status === 0
}
