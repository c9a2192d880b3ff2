import { isReason, type Expected, type Reason } from '#kit/course/causes/index.ts'

/** What the checks keep with a task. */
export interface Meta {
  todo?: string
  open?: string
  reason?: Reason
}

/** How one check ended. */
export interface Outcome {
  name: string
  todo?: string
  state: 'passed' | 'failed' | 'skipped'
  /** The message of the failure, or why it was skipped. */
  message?: string
  /** Why it failed. */
  reason?: Reason
}

/** Whether a check failed for one of these reasons. */
export const names = ({ reason }: Outcome, causes: readonly Expected[]): boolean =>
  reason !== undefined && causes.some((one) => isReason(one, reason))

/** What a failure says first. */
export const firstLine = ({ message = '' }: Outcome): string => message.split('\n')[0]
