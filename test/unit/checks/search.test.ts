import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { idOf, sentenceOf, type Cause } from '#kit/course/causes/index.ts'
import { manifest } from '#kit/course/manifest.ts'
import type { PoolOptions } from '#kit/layers/output-size.ts'
import { add, div, full, map, matmul, mul, randn, Random, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import { edited, editsIn } from '../../../checks/support/explaining/search/edits.ts'
import { explainByChange } from '../../../checks/support/explaining/search/search.ts'
import {
  regionIn,
  SolutionFiles,
  templateOf,
} from '../../../checks/support/explaining/search/solution-file.ts'
import {
  beginRecording,
  recordCall,
  type RecordedCall,
} from '../../../checks/support/running/recorded-calls.ts'
import * as layers from '../../../solutions/1-fully-connected/layers.ts'
import { svmLoss } from '../../../solutions/1-fully-connected/losses.ts'
import { convForward } from '../../../solutions/4-convolution/conv.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const random = new Random(1)
const drawn = (...shape: number[]): Tensor => randn(shape, { random })

/** Records a call of a function and returns it. */
function recorded(
  file: string,
  module: Record<string, unknown>,
  name: string,
  args: readonly unknown[],
  work = { path: `solutions/${file}`, module },
): RecordedCall {
  const call: RecordedCall = { name, work, args, before: args, result: undefined, mayWrite: [], written: {} }
  try {
    call.result = (module[name] as (...given: unknown[]) => unknown)(...args)
  } catch (error) {
    call.thrown = String(error)
  }
  recordCall(call)
  return call
}

const said = (found: readonly Cause[] | undefined): string | undefined => found?.map(sentenceOf).join(' ')

beforeEach(() => {
  beginRecording()
})

describe('a wrong result is explained by a change of the solution that gives it', () => {
  /** Explains a wrong `affineBackward` from two calls. */
  async function explainBackward(
    wrong: (dout: Tensor, cache: layers.AffineCache) => object,
    result?: string,
    anyChange = true,
  ): Promise<string | undefined> {
    const module = { ...layers, affineBackward: wrong }
    const file = '1-fully-connected/layers.ts'
    const work = { path: `solutions/${file}`, module }
    const origins = [2, 3].map((N) => {
      const forward = recorded(file, module, 'affineForward', [drawn(N, 4), drawn(4, 5), drawn(5)], work)
      const { cache } = forward.result as { cache: unknown }
      return recorded(file, module, 'affineBackward', [drawn(N, 5), cache], work)
    })
    return said(await explainByChange('1.2', { origins, result }, anyChange))
  }

  test('that teachers know, in their words', async () => {
    expect(await explainBackward(layers.affineBackward)).toBeUndefined()
    const countsExamples = (dout: Tensor, cache: layers.AffineCache) => {
      const { db, ...others } = layers.affineBackward(dout, cache)
      db.data.fill(dout.shape[0])
      return { ...others, db }
    }
    expect(await explainBackward(countsExamples, 'db', false)).toBe(
      'db leaves dout out: it only counts the examples.',
    )
  })

  test('that nobody has thought of, by what it is and where', async () => {
    const squared = (dout: Tensor, cache: layers.AffineCache) => {
      const { dx, ...others } = layers.affineBackward(dout, cache)
      dx.data.forEach((value, i) => (dx.data[i] = value * value))
      return { dx, ...others }
    }
    expect(await explainBackward(squared, 'dx')).toMatch(
      /^dx is exactly what the kit's solution gives if `.*` is squared\.$/,
    )
    expect(await explainBackward(squared, 'dx', false)).toBeUndefined()
  })

  test('and so is a matrix that is read with a wrong index', async () => {
    const reading = (at: (n: number, m: number, N: number, M: number) => number) =>
      explainBackward((dout, cache) => {
        const [N, M] = dout.shape
        const read = dout.clone()
        for (let i = 0; i < read.size; i++) read.data[i] = dout.data[at(Math.floor(i / M), i % M, N, M)]
        return { ...layers.affineBackward(dout, cache), dx: layers.affineBackward(read, cache).dx }
      }, 'dx')
    const start = "dx is exactly what the kit's solution gives if `dout` is read "
    expect(await reading((n, m, N) => m * N + n)).toBe(
      start + 'column by column, as if its axes were exchanged.',
    )
    expect(await reading((n, m, N) => n * N + m)).toBe(start + 'as if its rows were as long as its columns.')
  })

  test('whatever a place outside an array becomes', async () => {
    const file = '4-convolution/max-pool.ts'
    const module = {
      maxPoolForward: (x: Tensor, { poolHeight, poolWidth, stride }: PoolOptions) => {
        const [N, C, H, W] = x.shape
        const shape = [N, C, (H - poolHeight) / stride + 1, (W - poolWidth) / stride + 1]
        const out = full(shape, -Infinity)
        for (let k = 0; k < out.size; k++) {
          const [j, i] = [k % shape[3], Math.floor(k / shape[3]) % shape[2]]
          const start = Math.floor(k / (shape[2] * shape[3])) * H * W
          for (let p = 0; p < poolHeight * poolWidth; p++) {
            const row = i * poolHeight + Math.floor(p / poolWidth)
            const pixel = x.data[start + row * W + j * poolWidth + (p % poolWidth)]
            if (pixel > out.data[k]) out.data[k] = pixel
          }
        }
        return { out, cache: {} }
      },
    }
    const work = { path: `solutions/${file}`, module }
    const options = { poolHeight: 2, poolWidth: 2, stride: 1 }
    const origins = [3, 4].map((side) =>
      recorded(file, module, 'maxPoolForward', [drawn(2, 1, side, side), options], work),
    )
    expect(said(await explainByChange('4.3', { origins, result: 'out' }, false))).toBe(
      'The window moves by its own height and width, but should move by options.stride.',
    )
  })

  test('and so is an error about shapes', async () => {
    const notTransposed = (dout: Tensor, { x, w }: layers.AffineCache) => ({
      dx: matmul(dout, w, { transposeB: true }),
      dw: matmul(x, dout),
      db: sum(dout, 0),
    })
    expect(await explainBackward(notTransposed)).toBe(
      "This error is exactly what the kit's solution gives without `{ transposeA: true }` in `matmul(rows, dout, { transposeA: true })`.",
    )
  })

  test('and so is a wrong shape', async () => {
    const kept = (dout: Tensor, cache: layers.AffineCache) => ({
      ...layers.affineBackward(dout, cache),
      db: dout,
    })
    expect(await explainBackward(kept, 'db')).toBe(
      "db is exactly what the kit's solution gives without `sum` in `sum(dout, 0)`.",
    )
    const inARow = (dout: Tensor, cache: layers.AffineCache) => {
      const { db, ...others } = layers.affineBackward(dout, cache)
      return { ...others, db: db.reshape([1, -1]) }
    }
    expect(await explainBackward(inARow, 'db')).toBeUndefined()
  })

  test('and so are two known mistakes at once', async () => {
    const file = '1-fully-connected/optimizers.ts'
    const module = {
      rmsprop: (w: Tensor, dw: Tensor, config: { cache: Tensor }) => {
        const cache = add(mul(0.01, config.cache), mul(0.99, mul(dw, dw)))
        return {
          w: sub(w, div(mul(0.1, dw), map(add(cache, 1e-8), Math.sqrt))),
          config: { ...config, cache },
        }
      },
    }
    const work = { path: `solutions/${file}`, module }
    const origins = [2, 3].map((N) => {
      const config = { learningRate: 0.1, decayRate: 0.99, epsilon: 1e-8, cache: map(drawn(N), Math.abs) }
      return recorded(file, module, 'rmsprop', [drawn(N), drawn(N), config], work)
    })
    expect(said(await explainByChange('1.9', { origins, result: 'w' }, true))).toBe(
      'epsilon is added inside the root: take the root first, then add epsilon. ' +
        'decayRate and 1 - decayRate are swapped: the old average should keep the share decayRate.',
    )
  })

  test('also two of which only one order fits the text', async () => {
    const file = '1-fully-connected/losses.ts'
    const module = {
      // Of the terms with 1 / N, one is missing and the other is not divided.
      svmLoss: (scores: Tensor, labels: number[]) => {
        const { loss, dscores } = svmLoss(scores, labels)
        const N = labels.length
        return { loss, dscores: map(dscores, (value) => Math.max(0, value * N)) }
      },
    }
    const work = { path: `solutions/${file}`, module }
    const origins = [2, 3].map((N) =>
      recorded(file, module, 'svmLoss', [drawn(N, 4), Array.from({ length: N }, (_, n) => n)], work),
    )
    expect(said(await explainByChange('1.6', { origins, result: 'dscores' }, true))).toBe(
      'dscores is not averaged: divide it by N, like the loss. ' +
        'dscores leaves out the right class: subtract 1 / N there for each violated margin.',
    )
  })

  test('but not NaN, which comes out of many changes', async () => {
    const notANumber = (dout: Tensor, cache: layers.AffineCache) => ({
      ...layers.affineBackward(dout, cache),
      db: full([dout.shape[1]], NaN),
    })
    expect(await explainBackward(notANumber, 'db')).toBeUndefined()
  })

  test('but not by one that fits some calls only', async () => {
    let calls = 0
    const sometimes = (dout: Tensor, cache: layers.AffineCache) => {
      const { dw, ...others } = layers.affineBackward(dout, cache)
      const factor = calls++ % 2 === 0 ? 5 : 7
      dw.data.forEach((value, i) => (dw.data[i] = value * factor))
      return { dw, ...others }
    }
    expect(await explainBackward(sometimes, 'dw')).toBeUndefined()
  })

  test('within its time, even if a change never ends', async () => {
    const file = '4-convolution/conv.ts'
    const module = {
      convForward: (...args: Parameters<typeof convForward>) => {
        const { out, cache } = convForward(...args)
        out.data.forEach((value, i) => (out.data[i] = Math.sin(value)))
        return { out, cache }
      },
    }
    const work = { path: `solutions/${file}`, module }
    const origins = [1, 2].map((N) =>
      recorded(
        file,
        module,
        'convForward',
        [drawn(N, 2, 4, 3), drawn(2, 2, 2, 3), drawn(2), { stride: 1, pad: 0 }],
        work,
      ),
    )
    expect(await explainByChange('4.1', { origins, result: 'out' }, true)).toBeUndefined()
  })
})

describe('a solution', () => {
  const files = globSync('*/*.ts', { cwd: join(root, 'solutions') }).map((file) => file.replaceAll('\\', '/'))

  test.each(files.filter((file) => manifest.some(({ todos }) => todos.some((todo) => todo.file === file))))(
    '%s runs without its imports, and has each of its regions',
    async (file) => {
      const solutions = new SolutionFiles()
      await solutions.load(file)
      const template = templateOf(readFileSync(join(root, 'solutions', file), 'utf8'))
      expect(Object.keys(solutions.unchanged(file)).toSorted()).toEqual(template.exports.toSorted())
      for (const { todos } of manifest) {
        for (const { id } of todos.filter((todo) => todo.file === file)) {
          const region = regionIn(template, id)!
          expect(region).toBeDefined()
          const edits = editsIn(template, ...region)
          expect(edits.length).toBeGreaterThan(0)
          // A change that does not even compile is a change that nobody made.
          const compiled = edits.slice(0, 200).filter((edit) => {
            try {
              return Boolean(solutions.run(file, template, edited(template.text, edit)))
            } catch {
              return false
            }
          })
          expect(compiled.length).toBeGreaterThan(0.9 * Math.min(200, edits.length))
        }
      }
    },
  )
})

describe('a change is said in words', () => {
  const source = `export function f(x: number, y: number): number {
    // BEGIN SOLUTION 1.1
    let total = 0
    total += x
    for (let i = 0; i < 3; i++) total += Math.sqrt(y - x)
    return total + y * y
    // END SOLUTION 1.1
  }`
  const template = templateOf(source)
  const edits = editsIn(template, ...regionIn(template, '1.1')!)
  const find = (code: string) =>
    edits.find((edit) =>
      edited(template.text, edit)
        .replaceAll(/[()\s]/g, '')
        .includes(code),
    )

  test.each([
    [
      'edit/left-out',
      'total+=y-x',
      "f is exactly what the kit's solution gives without `Math.sqrt` in `Math.sqrt(y - x)`.",
    ],
    [
      'edit/step-left-out',
      'total=0;;for',
      "f is exactly what the kit's solution gives without the step `total += x;`.",
    ],
    [
      'edit/replaced',
      'i<=3',
      "f is exactly what the kit's solution gives with `<=` where `<` belongs, in `i < 3`.",
    ],
    [
      'edit/replaced',
      'i<3-1',
      "f is exactly what the kit's solution gives with `3 - 1` where `3` belongs, in `i < 3`.",
    ],
    [
      'edit/swapped',
      'Math.sqrtx-y;returntotal+x*x',
      "f is exactly what the kit's solution gives if `x` and `y` are exchanged everywhere.",
    ],
    [
      'edit/replaced-everywhere',
      'Math.sqrtx-x;returntotal+x*x',
      "f is exactly what the kit's solution gives with `x` where `y` belongs.",
    ],
    [
      'edit/extra',
      'return$.times-1,total+y*y',
      "f is exactly what the kit's solution gives if `total + y * y` is given the opposite sign.",
    ],
  ])('%s: %s', (id, code, sentence) => {
    const found = find(code)!.says('f')
    expect(idOf(found)).toBe(id)
    expect(sentenceOf(found)).toBe(sentence)
  })
})
