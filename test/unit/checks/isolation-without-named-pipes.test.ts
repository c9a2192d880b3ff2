import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { tensor, Tensor } from '#kit/tensor/index.ts'
import { findSandbox } from '#kit/vitest/sandbox.ts'
import { beginLimits, limitReached } from '../../../checks/support/isolation/limits.ts'
import { NamedPipes } from '../../../checks/support/isolation/named-pipes.ts'
import { remoteModule } from '../../../checks/support/isolation/remote-work.ts'
import { Submission } from '../../../checks/support/isolation/submission.ts'
import { ProcessEnded } from '../../../checks/support/isolation/work-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'work-'))
mkdirSync(join(folder, '1-fully-connected'))
writeFileSync(
  join(folder, '1-fully-connected/layers.ts'),
  `import { add, type Tensor } from '#kit/tensor/index.ts'
export const same = (x: unknown) => x
export const twice = (f: (x: Tensor) => number, x: Tensor) => [f(x), f(add(x, 1))]
export const forever = () => { for (;;); }
export const garbage = () => { const pipe = new (process.stdout as any).constructor(3); pipe.write(new Uint8Array(64)) }
`,
)
const open = vi.spyOn(NamedPipes, 'open').mockReturnValue(undefined)
const submission = new Submission({ name: 'assignments', folders: [folder] }, findSandbox().command)
afterAll(() => {
  submission.end()
  rmSync(folder, { recursive: true })
})
// oxlint-disable-next-line typescript/no-explicit-any -- functions of any signature
const work: Record<string, any> = remoteModule(submission, '1-fully-connected/layers.ts')
const asked = open.mock.calls.length

test('the thread passes on what is sent in both directions', () => {
  expect(asked).toBe(1)
  const long = Array.from({ length: 300_000 }, (_, i) => i / 3)
  expect(work.same(long)).toEqual(long)
  expect(work.same({ x: tensor([1, 2]), word: 'x' })).toEqual({ x: tensor([1, 2]), word: 'x' })
  expect(work.twice(({ data }: Tensor) => data[0], tensor([1]))).toEqual([1, 2])
})

test('a call that never ends is stopped, and the next one goes on', () => {
  beginLimits(0.5)
  expect(() => work.forever()).toThrow('limit')
  expect(limitReached()).toBe('time')
  beginLimits(5)
  expect(work.same(1)).toBe(1)
  expect(open).toHaveReturnedWith(undefined)
})

test('who sends what nobody can read is ended, and the next call goes on', () => {
  beginLimits(5)
  expect(() => work.garbage()).toThrow(ProcessEnded)
  expect(work.same(1)).toBe(1)
})

test('where no program makes named pipes, there are none, and nothing is left behind', () => {
  open.mockRestore()
  const temporary = mkdtempSync(join(tmpdir(), 'temporary-'))
  vi.stubEnv('PATH', temporary)
  vi.stubEnv('TMPDIR', temporary)
  try {
    expect(NamedPipes.open()).toBeUndefined()
    expect(readdirSync(temporary)).toEqual([])
  } finally {
    vi.unstubAllEnvs()
    rmSync(temporary, { recursive: true })
  }
})
