import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { size, tensors } from '../../../checks/support/cases/arbitraries.ts'
import { CheckFailure, reasonOf } from '../../../checks/support/explaining/failure.ts'
import { computingTime } from '../../../checks/support/running/computing-time.ts'
import { expectClose } from '../../../checks/support/comparing/compare.ts'
import { forAll } from '../../../checks/support/comparing/for-all.ts'
import { expectGradient } from '../../../checks/support/comparing/gradient-check.ts'
import { Report } from '../../../checks/support/running/report.ts'
import { beginFinding, foundSoFar } from '../../../checks/support/running/found-failure.ts'
import { recordCall, rememberedCalls } from '../../../checks/support/running/recorded-calls.ts'
import { map, mul, tensor, type Tensor } from '#kit/tensor/index.ts'

const cases = tensors(fc.record({ M: size(1, 4) }), ({ M }) => ({ b: [M] }), 4)

test('the smallest case is found also where no single step leads to it: from b = [0, 1] to b = [1]', () => {
  const shown = Array.from({ length: 300 }, (_, seed) => {
    vi.stubEnv('REPLAY', String(seed))
    try {
      forAll(cases, ({ b }) => {
        if (b.data.some((value) => value !== 0))
          throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
      })
    } catch (error) {
      return (error as Error).message
    }
    throw new Error('Nothing failed.')
  })
  for (const message of shown) expect(message).toContain('b = (1,) [1]')
})

test('a check that is stopped while it looks for a smaller case can still say what is wrong', () => {
  vi.stubEnv('REPLAY', undefined)
  beginFinding()
  const found: (string | undefined)[] = []
  const run = (): void =>
    forAll(cases, ({ b }) => {
      found.push(foundSoFar()?.message)
      if (b.size > 1) throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
    })
  expect(run).toThrow(CheckFailure)
  expect(found[0]).toBeUndefined()
  expect(found.at(-1)).toMatch(/The smallest case that fails:\n {4}b = \(2,\)/)
})

test('a case has only ordinary objects, so that its settings explain when an answer is wrong', () => {
  vi.stubEnv('REPLAY', undefined)
  const settings = fc.record({ options: fc.record({ pad: size(0, 2) }) })
  const run = (): void =>
    forAll(settings, ({ options }) => {
      expect(Object.getPrototypeOf(options)).toBe(Object.prototype)
      if (options.pad > 0) throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
    })
  expect(run).toThrow('Your answer is right in every case with pad = 0, and wrong where pad > 0.')
})

test('where every result is 0, an answer is not called right: such cases say nothing about the others', () => {
  // With some seeds, there are too few cases with C = 1.
  vi.stubEnv('REPLAY', '5')
  const work = { path: 'solutions/1-fully-connected/losses.ts' }
  const run = (lossOfOneClass: number): void =>
    forAll(fc.record({ N: size(1, 4), C: size(1, 4) }), ({ C }) => {
      const result = { loss: C > 1 ? C : lossOfOneClass, cache: { C } }
      recordCall({ name: 'loss', work, args: [], before: [], result, mayWrite: [], written: {} })
      if (C > 1) throw new CheckFailure('Wrong answer', 'loss/class-0')
    })
  expect(() => run(3)).toThrow('Your answer is right in every case with C = 1, and wrong where C > 1.')
  expect(() => run(0)).toThrow(/^(?!.*C = 1, and)/)
})

test('where it is unknown which call was wrong, the latest calls are those of failing cases', () => {
  vi.stubEnv('REPLAY', '5')
  const work = { path: 'solutions/5-training/diagnostics.ts' }
  const run = (): void =>
    forAll(fc.record({ H: size(1, 4), W: size(1, 4) }), ({ H, W }) => {
      recordCall({ name: 'grid', work, args: [], before: [H, W], result: H, mayWrite: [], written: {} })
      if (H > W + 1) throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
    })
  expect(run).toThrow(CheckFailure)
  const latest = rememberedCalls('grid', work).slice(-4)
  expect(latest).toHaveLength(4)
  for (const { before } of latest) expect(before[0]).toBeGreaterThan(Number(before[1]) + 1)
})

test('what a factor may come from must fit all cases', () => {
  vi.stubEnv('REPLAY', undefined)
  const run = (factorOf: (N: number, C: number) => number): void =>
    forAll(fc.record({ N: size(1, 5), C: size(2, 5) }), ({ N, C }) => {
      const right = tensor([1, 2, 3])
      expectClose('dscores', mul(factorOf(N, C), right), right, 1e-9, { constants: { N, C } })
    })
  expect(() => run((N) => 1 / N)).toThrow('Was it divided by N = 2 once too often')
  // It is 1 / C where N is 1, as it is in the smallest case.
  expect(() => run((N, C) => N / C)).toThrow(/^(?![^]*divided by C)/)
})

test('a replay runs the smallest case, and nothing else', () => {
  const tried: number[] = []
  const run = (): string => {
    tried.length = 0
    try {
      forAll(cases, ({ b }) => {
        tried.push(b.size)
        if (b.size > 2) throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
      })
    } catch (error) {
      return (error as Error).message
    }
    return 'passes'
  }
  vi.stubEnv('REPLAY', undefined)
  const first = run()
  const [, replay] = /REPLAY=(\S+)/.exec(first)!
  vi.stubEnv('REPLAY', replay)
  expect(run()).toBe(first)
  expect(tried).toEqual([3])
  // Many equal steps are written as one, so that the line stays short.
  expect(replay).toMatch(/^-?\d+(:\d+(x\d+)?)+$/)
  expect(replay.length).toBeLessThan(60)
  // A path that leads to no case, because it is one of another property.
  vi.stubEnv('REPLAY', '1:0:99999')
  expect(run()).toBe('passes')
})

describe('the smallest case of a wrong gradient', () => {
  /** Returns what a learner reads who forgot a factor, and how often the function was called. */
  const run = (f: (x: number) => number, slope: (x: number) => number) => {
    vi.stubEnv('REPLAY', '5')
    let calls = 0
    const seen: string[] = []
    const evaluate = (b: Tensor): ArrayLike<number> => {
      calls++
      return b.data.map(f)
    }
    try {
      forAll(cases, ({ b }) => {
        seen.push(b.data.join())
        const measured = { weights: b.data.map(() => 1), evaluate }
        expectGradient(new Report(), 'db', map(b, slope), b, measured)
      })
    } catch (error) {
      return { message: (error as Error).message, calls, seen }
    }
    throw new Error('Nothing failed.')
  }

  test('is found with few calls, and says where and how the gradient is wrong', () => {
    const { message, calls, seen } = run(
      (x) => x ** 3,
      (x) => x ** 2,
    )
    expect(message).toContain('db is exactly 1/3 times the right answer')
    expect(message).toContain('db is wrong in 1 of 1 element')
    expect(message).toContain('b = (1,) [1]')
    expect(calls).toBeLessThan(7 * seen.length)
  })

  test('is one that is certain to be wrong, also where kinks are near', () => {
    // At 0 the slope is 4.999. A closer look tells that 4.9985 is wrong, and a numeric gradient cannot tell: it steps
    // across the kink.
    const { message } = run(
      (x) => 5 * x + 1e-3 * Math.abs(x - 1e-5),
      (x) => (x === 0 ? 4.9985 : 0),
    )
    expect(message).toContain('b = (1,) [1]')
    expect(message).toContain('db is 0 everywhere')
  })
})

test('a case that changes nothing is not tried again', () => {
  vi.stubEnv('REPLAY', '5')
  const seen: string[] = []
  const run = (): void =>
    forAll(cases, ({ b }) => {
      seen.push(b.data.join())
      if (b.data[0] !== 0) throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
    })
  expect(run).toThrow(CheckFailure)
  const first = seen.findIndex((shown) => !shown.startsWith('0'))
  // After both searches, 40 more cases are drawn, and 4 that have failed are tried again.
  const searched = seen.slice(first + 1, -44)
  expect(searched).toEqual([...new Set(searched)])
})

test('a library that is told to try no case does not make a check pass', () => {
  vi.stubEnv('REPLAY', undefined)
  const before = fc.readConfigureGlobal()
  onTestFinished(() => fc.configureGlobal(before))
  fc.configureGlobal({ skipAllAfterTimeLimit: 0 })
  let thrown: unknown
  try {
    forAll(fc.record({ n: fc.nat() }), () => {
      throw new Error('This is not reached.')
    })
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(CheckFailure)
  expect(reasonOf(thrown as CheckFailure).cause).toBe('file/skips-cases')
})

test('work that wastes time is still tried with several cases', () => {
  vi.stubEnv('REPLAY', undefined)
  let tried = 0
  forAll(fc.record({ n: fc.nat() }), () => {
    if (tried === 0) compute(2600)
    tried++
  })
  expect(tried).toBe(10)
})

test('a machine that is busy with something else changes nothing', () => {
  const asleep = new Int32Array(new SharedArrayBuffer(4))
  const run = (waits: number): { message: string; tried: number } => {
    vi.stubEnv('REPLAY', '7')
    let [left, tried] = [waits, 0]
    try {
      forAll(cases, ({ b }) => {
        tried++
        if (b.data.every((value) => value === 0)) return
        if (left-- > 0) Atomics.wait(asleep, 0, 0, 1000)
        throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
      })
    } catch (error) {
      return { message: (error as Error).message, tried }
    }
    throw new Error('Nothing failed.')
  }
  expect(run(4)).toEqual(run(0))
})

test('where each case is slow, shrinking ends after some computing', () => {
  vi.stubEnv('REPLAY', undefined)
  let tried = 0
  const run = (): void =>
    forAll(fc.record({ n: fc.nat() }), () => {
      tried++
      compute(100)
      throw new CheckFailure('Wrong answer', 'affineForward/first-bias')
    })
  expect(run).toThrow(CheckFailure)
  expect(tried).toBeLessThan(55)
})

/** Computes for so many milliseconds. */
function compute(milliseconds: number): void {
  const end = computingTime() + milliseconds
  while (computingTime() < end);
}
