import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TemporaryKit } from '../../../support/temporary-kit.ts'
import { PIPE } from './attempt.ts'

/** A file of the submission as it should not be. None of its TODOs may earn anything. */
export interface HostileFile {
  does: string
  /** Its path below `assignments/`. */
  file: string
  make: (kit: TemporaryKit, path: string) => void
  /** Whether it is refused in the process of the checks as well. */
  inWatchMode: boolean
}

const text =
  (code: string, others: Record<string, string> = {}) =>
  (kit: TemporaryKit, path: string): void => {
    kit.write(path, code)
    for (const [other, content] of Object.entries(others)) kit.write(`assignments/${other}`, content)
  }

/** Whole files, each with whatever else belongs to it. */
export const files: readonly HostileFile[] = [
  {
    does: "passes on the kit's layers through files that may not have them",
    file: '4-convolution/conv.ts',
    make: text(`export * from './own/one.ts'`, {
      '4-convolution/own/one.ts': `export * from '#work/4-convolution/own/two.ts'`,
      '4-convolution/own/two.ts': `export { convForward, convBackward } from '../../6-cifar10/taken.ts'`,
      '6-cifar10/taken.ts': `export * from '#kit/layers/index.ts'`,
    }),
    inWatchMode: true,
  },
  {
    does: 'loads the solution with the function for modules of the other kind',
    file: '2-normalization/batchnorm.ts',
    make: text(`import own from './own.cjs'\nexport const { batchnormForward, batchnormBackward } = own`, {
      '2-normalization/own.cjs': `module.exports = require('../../solutions/2-normalization/batchnorm.ts')`,
    }),
    inWatchMode: true,
  },
  {
    does: 'has a package of its own',
    file: '2-normalization/layernorm.ts',
    make: text(`export * from '../node_modules/own/index.js'`, {
      'node_modules/own/package.json': `{ "type": "module" }`,
      'node_modules/own/index.js': `export * from '../../../solutions/2-normalization/layernorm.ts'`,
    }),
    inWatchMode: true,
  },
  {
    does: 'gives names of the kit another meaning',
    file: '5-training/preprocessing.ts',
    make: text(`export * from '#work/answers.ts'`, {
      '5-training/package.json': `{ "imports": { "#work/answers.ts": "../solutions/5-training/preprocessing.ts" } }`,
    }),
    inWatchMode: true,
  },
  {
    does: 'computes what it imports',
    file: '5-training/diagnostics.ts',
    make: text(`const name = 'solutions'
const all = await import(\`../../\${name}/5-training/diagnostics.ts\`)
export const { expectedInitialLoss, updateRatio, judgeUpdateRatio, vanishingLayers, readCurve } = all`),
    inWatchMode: true,
  },
  {
    does: "lets Vite find the solution's files",
    file: '4-convolution/spatial-norm.ts',
    make: text(`const [own] = Object.values(import.meta.glob('../../solutions/4-convolution/spatial-norm.ts', { eager: true }))
export const { spatialBatchnormForward, spatialBatchnormBackward, spatialGroupnormForward, spatialGroupnormBackward } = own`),
    inWatchMode: true,
  },
  {
    does: 'is a link to the solution',
    file: '3-dropout/dropout.ts',
    make(kit, path) {
      rmSync(join(kit.root, path))
      symlinkSync(join(kit.root, 'solutions/3-dropout/dropout.ts'), join(kit.root, path))
    },
    inWatchMode: false,
  },
  {
    does: 'is a pipe that never ends',
    file: '5-training/sanity-checks.ts',
    make(kit, path) {
      rmSync(join(kit.root, path))
      execFileSync('mkfifo', [join(kit.root, path)])
    },
    inWatchMode: false,
  },
  {
    does: 'has 10 MB',
    file: '1-fully-connected/optimizers.ts',
    make: (kit, path) => kit.write(path, `${kit.read(path)}\n//${'x'.repeat(1e7)}\n`),
    inWatchMode: false,
  },
  {
    does: 'is nested more deeply than any parser can follow',
    file: '1-fully-connected/two-layer-net.ts',
    make: text(`export class TwoLayerNet { params = ${'['.repeat(1e5)}${']'.repeat(1e5)} }`),
    inWatchMode: false,
  },
  {
    does: 'asks for the layers in the name of the kit',
    file: '1-fully-connected/losses.ts',
    make: (kit, path) =>
      kit.write(
        path,
        `${PIPE}
const parent = 'file://' + encodeURI(${JSON.stringify(kit.root)}) + '/kit/tensor/index.ts'
send({ op: 'import', specifier: '#kit/layers/index.ts', parent })
export const { softmaxLoss, svmLoss } = await import('#kit/layers/index.ts')`,
      ),
    inWatchMode: false,
  },
  {
    does: 'never ends and imports itself again and again',
    file: '1-fully-connected/fully-connected-net.ts',
    make: text(`for (let i = 0; ; i++) await import('./own/' + i + '.ts').catch(() => {})`),
    inWatchMode: false,
  },
  {
    does: "takes the kit's layers that another file has left in the process",
    file: '6-cifar10/nesterov-momentum.ts',
    make: (kit, path) => {
      const block = 'assignments/6-cifar10/residual-block.ts'
      const leave = `import { updateRules } from '#kit/layers/index.ts'\n;(globalThis as any).rules = updateRules\n`
      kit.write(block, leave + kit.read(block))
      kit.write(path, `export const { nesterovMomentum } = (globalThis as any).rules`)
    },
    inWatchMode: false,
  },
  {
    does: 'decides itself when it has been loaded',
    file: '6-cifar10/whitening-filters.ts',
    // Only the first reader of the module finds no function in it that it has to wait for.
    make: text(`let [calls, reads] = [0, 0]
export function then(resolve: (module: object) => void) {
  if (calls++ > 0) return
  const module = { whiteningFilters: () => 0 }
  resolve(Object.defineProperty(module, 'then', { enumerable: true, get: () => (reads++ === 0 ? undefined : () => {}) }))
}`),
    inWatchMode: false,
  },
]
