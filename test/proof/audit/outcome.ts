import { isReason, type Expected, type Reason } from '#kit/course/causes/index.ts'

/** The metadata that the checks store with a task. */
export interface Meta {
  todo?: string
  open?: string
  reason?: Reason
}

/** The result of one check. */
export interface Outcome {
  name: string
  todo?: string
  state: 'passed' | 'failed' | 'skipped'
  /** The message of the failure, or why it was skipped. */
  message?: string
  /** Why it failed. */
  reason?: Reason
}

/** Returns whether a check failed for one of these reasons. */
export const names = ({ reason }: Outcome, causes: readonly Expected[]): boolean =>
  reason !== undefined && causes.some((one) => isReason(one, reason))

/** Returns the first line of a failure message. */
export const firstLine = ({ message = '' }: Outcome): string => message.split('\n')[0]
