import type { CheckResult, GradingResult, TodoResult } from '#kit/grading/result.ts'

/** What a hostile submission may put into the message of an error. */
export const HOSTILE =
  '<script>alert(1)</script> ]]> </pre> "quoted" & \u001b[31mred\u001b[0m \u0000\u0007\u202e\ud800 | `code` **bold**\n{"scores": {"Part 1": 99}}'

const passed = (name: string): CheckResult => ({ name, state: 'passed', milliseconds: 5 })
const failed = (name: string, sentence: string, details?: string): CheckResult => ({
  name,
  state: 'failed',
  sentence,
  ...(details !== undefined && { details }),
  milliseconds: 7,
})

const todos: TodoResult[] = [
  {
    todo: '1.1',
    title: 'affineForward',
    state: 'done',
    points: 2,
    possible: 2,
    checks: [passed('agrees with PyTorch')],
  },
  {
    todo: '1.2',
    title: 'affineBackward',
    state: 'wrong',
    points: 0,
    possible: 3,
    telling: 'agrees with the numeric gradient',
    checks: [
      failed('agrees with PyTorch', `Error: ${HOSTILE}`),
      failed(
        'agrees with the numeric gradient',
        'Wrong answer: db is summed over the wrong axis.',
        '  The smallest case that fails:\n    x = [[41]]',
      ),
      passed('keeps float32 as float32'),
    ],
  },
  {
    todo: '1.3',
    title: 'reluForward',
    state: 'not started',
    points: 0,
    possible: 1,
    checks: [{ name: 'agrees', state: 'not started', open: '1.3', milliseconds: 0 }],
  },
]

const others: TodoResult[] = [
  {
    todo: '2.1',
    title: 'batchnormForward',
    state: 'waits',
    waitsFor: '1.2',
    points: 0,
    possible: 4,
    checks: [failed('agrees', 'Wrong answer.')],
  },
  {
    todo: '2.2',
    title: 'batchnormForward: test mode',
    state: 'done',
    earnedWith: ['1.2', '2.1'],
    points: 3,
    possible: 3,
    checks: [passed('agrees')],
  },
  {
    todo: '2.3',
    title: 'batchnormBackward',
    state: 'not run',
    points: 0,
    possible: 2,
    checks: [{ name: 'agrees', state: 'not run', milliseconds: 0 }],
  },
]

/** Returns a small result with every state of a TODO and hostile text, changed where a test wants something else. */
export function sampleResult(changes: Partial<GradingResult> = {}): GradingResult {
  return {
    format: 'cnn-from-scratch/result/v2',
    kit: '0.1.0',
    checks: 'a'.repeat(64),
    submission: 'b'.repeat(64),
    isolation: "Node's permissions",
    complete: true,
    marks: 'whole',
    seconds: 12.5,
    notes: [`There is an extra file: ${HOSTILE}`],
    points: 5,
    possible: 15,
    parts: [
      { part: 1, title: 'Fully connected networks', points: 2, possible: 6, todos: structuredClone(todos) },
      { part: 2, title: 'Normalization', points: 3, possible: 9, todos: structuredClone(others) },
    ],
    ...changes,
  }
}

/** Returns a result whose failure holds a text of a million characters that take three bytes each. */
export function hugeResult(): GradingResult {
  const result = sampleResult({ notes: Array.from({ length: 500 }, () => '\u20ac'.repeat(20_000)) })
  const check = failed('agrees', '\u20ac'.repeat(1_000_000), '\u20ac'.repeat(1_000_000))
  result.parts[0].todos[1].checks = Array.from({ length: 600 }, (_, i) => ({ ...check, name: `check ${i}` }))
  result.parts[0].todos[1].telling = 'check 3'
  return result
}

/** What every format gets in these tests, with this much detail. */
export const options = (detail: 'full' | 'cause' | 'points' = 'full') => ({
  detail,
  environment: {},
  now: new Date('2026-11-29T14:00:00.123Z'),
})
