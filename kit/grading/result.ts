import type { Reason } from '../course/causes/index.ts'

/** The version of {@link GradingResult}. It changes whenever a program that reads one has to change. */
export const FORMAT = 'cnn-from-scratch/result/v2'

/** Points, and how many there are. They are whole numbers, except where a TODO earns a share of its points. */
export interface Points {
  points: number
  possible: number
}

/** What grading a submission gives, as `result.schema.json` describes it. Every other format is made from this. */
export interface GradingResult extends Points {
  format: typeof FORMAT
  /** The version of the kit, and SHA-256 hashes of what judges and of what is judged. */
  kit: string
  checks: string
  submission: string
  /** How the submission was kept apart, in words. */
  isolation: string
  /** Whether the run came to its end. */
  complete: boolean
  /** How a TODO earns points: all or nothing, or the share of its checks that pass. */
  marks: 'whole' | 'partial'
  /** How long grading took. */
  seconds: number
  /** What the submission lacks, what it changed that was not its own, and what else was found in it, in sentences. */
  notes: string[]
  parts: PartResult[]
}

/** The result of one part. */
export interface PartResult extends Points {
  part: number
  title: string
  todos: TodoResult[]
}

/** The result of one TODO. */
export interface TodoResult extends Points {
  /** Its number, such as 4.10. */
  todo: string
  title: string
  /** `waits`: its own code may be right, but an earlier TODO that it uses is wrong. */
  state: 'done' | 'wrong' | 'waits' | 'not started' | 'not run'
  /** The earlier TODO that it waits for. */
  waitsFor?: string
  /** It earned its points with the kit's own code in place of these TODOs, which are wrong or missing. */
  earnedWith?: string[]
  /** The name of the check whose failure tells most about the mistake. */
  telling?: string
  checks: CheckResult[]
}

/** The result of one check. */
export interface CheckResult extends Partial<Reason> {
  name: string
  state: 'passed' | 'failed' | 'not started' | 'not run'
  /** The TODO that kept the check from starting. */
  open?: string
  /** Why it failed, in one sentence. */
  sentence?: string
  /** What else the learner is told: numbers, the smallest case that fails, where to look. Plain text in lines. */
  details?: string
  /** How long it took, in milliseconds. */
  milliseconds: number
}

/** Returns all TODOs of a result, in the order of the course. */
export const todosOf = ({ parts }: GradingResult): TodoResult[] => parts.flatMap(({ todos }) => todos)

/** Returns the check of a TODO whose failure tells most about the mistake; undefined if none failed. */
export const tellingCheck = ({ telling, checks }: TodoResult): CheckResult | undefined =>
  checks.find(({ name }) => name === telling)
