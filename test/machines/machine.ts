import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BlasError, loadBlasEngine, systemLibraries } from '../../kit/engine/gemm/blas.ts'

/** A difference from the machine on which the tests usually run. */
export interface Machine {
  name: string
  /** The parts of paths that choose the tests to run; all tests by default. */
  files?: readonly string[]
  /** Changes to the environment; undefined removes a variable. */
  env?: NodeJS.ProcessEnv
  /** The program that starts the test command, such as `taskset`. */
  startedBy?: readonly string[]
  /** The folder for a copy of the kit, below a temporary folder. By default the checkout itself is tested. */
  folder?: string
  /** The version of the Node that comes first on the PATH, as npm names it. */
  node?: string
  /** Whether to run as a user without any rights, in a copy that this user owns. */
  asNobody?: boolean
  /** The number of endless loops that run during the tests. */
  loops?: number
  /** The reason why this machine cannot be tried here. */
  impossible?: string
}

/**
 * The tests that depend on the engine or on the number of threads and workers. The checks are not among them: they always
 * run on WebAssembly.
 */
const computing = [
  'test/unit/engine',
  'test/unit/tensor',
  'test/unit/layers',
  'test/unit/network',
  'test/unit/solver',
  'test/unit/training',
  'test/unit/checks',
  'test/commands/train/train',
]

/**
 * The tests that depend on the name of the folder that the kit is in. The others compute, or work in a folder of their
 * own with a name that has all of this.
 */
const inPlace = [
  'test/unit/checks',
  'test/unit/data',
  'test/unit/grading',
  'test/unit/system',
  'test/unit/training',
  'test/commands/authors',
  'test/commands/data',
  'test/commands/guard',
  'test/commands/kit/init',
  'test/commands/kit/progress',
  'test/commands/teach',
  'test/commands/train',
  'test/docs',
  'test/grading/editor',
  'checks/1-fully-connected',
]

/** Returns all machines. `scratch` is a folder for the files that they need. */
export function machines(scratch: string): Machine[] {
  const text = join(scratch, 'libtext.so')
  writeFileSync(text, 'This is not a library.\n')
  const impossible = findBlas() ? undefined : 'there is no OpenBLAS on this machine'
  return [
    { name: 'as it is' },
    { name: 'engine: WebAssembly', env: { CNN_ENGINE: 'wasm' } },
    { name: 'engine: plain TypeScript', env: { CNN_ENGINE: 'plain' }, files: computing },
    { name: 'BLAS: missing', env: { CNN_BLAS: join(scratch, 'libnone.so') }, files: computing },
    { name: 'BLAS: damaged', env: { CNN_BLAS: text }, files: computing },
    { name: 'BLAS: another library', env: { CNN_BLAS: 'libm.so.6' }, files: computing },
    { name: 'BLAS: without AVX-512', env: { OPENBLAS_CORETYPE: 'Haswell' }, files: computing, impossible },
    { name: 'BLAS: without AVX2', env: { OPENBLAS_CORETYPE: 'Nehalem' }, files: computing, impossible },
    { name: 'processors: 1', startedBy: ['taskset', '-c', '0'], ...needs('taskset') },
    { name: 'processors: 2', startedBy: ['taskset', '-c', '0,1'], files: computing, ...needs('taskset') },
    { name: 'processors: 4 pretended', env: pretend(4), files: computing },
    ...['1', '4'].map((threads) => ({
      name: `threads: ${threads}`,
      env: { CNN_THREADS: threads },
      files: computing,
    })),
    { name: 'busy with two endless loops', loops: 2 },
    ...['20', '22', 'latest'].map((node) => ({ name: `Node on the PATH: ${node}`, node })),
    { name: 'folder: spaces, Chinese, emoji', folder: 'my kit 卷积 🧠', files: inPlace },
    { name: 'folder: 200 characters', folder: `${'deep/'.repeat(10)}${'long-'.repeat(26)}`.slice(0, 170) },
    { name: 'HOME: none', env: { HOME: undefined, XDG_CACHE_HOME: undefined } },
    { name: 'another user, HOME read-only', asNobody: true, ...needs('setpriv') },
    { name: 'LANG=C', env: { LANG: 'C', LC_ALL: 'C' } },
    { name: 'TERM=dumb', env: { TERM: 'dumb' } },
    { name: 'NO_COLOR', env: { NO_COLOR: '1' } },
    { name: 'CI', env: { CI: 'true' } },
    { name: 'not CI', env: { CI: undefined } },
  ]
}

function needs(program: string): Pick<Machine, 'impossible'> {
  return spawnSync(program, ['--version']).error ? { impossible: `there is no ${program} here` } : {}
}

function findBlas(): string | undefined {
  return systemLibraries[process.platform]?.find((library) => {
    try {
      return loadBlasEngine(library, { mustBeFast: true })
    } catch (error) {
      if (error instanceof BlasError) return false
      throw error
    }
  })
}

/** Makes every Node process see this many processors. */
function pretend(processors: number): NodeJS.ProcessEnv {
  const source =
    "import os from 'node:os'; import { syncBuiltinESMExports } from 'node:module'; " +
    `os.availableParallelism = () => ${processors}; syncBuiltinESMExports()`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}` }
}
