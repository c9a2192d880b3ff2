/** What the checks keep with a task. */
export interface Meta {
  todo?: string
  open?: string
}

/** How one check ended. */
export interface Outcome {
  name: string
  todo?: string
  state: 'passed' | 'failed' | 'skipped'
  /** The message of the failure, or why it was skipped. */
  message?: string
}

/** What a failure says first. */
export const firstLine = ({ message = '' }: Outcome): string => message.split('\n')[0]
