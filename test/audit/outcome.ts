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
  /** The message of the failure. */
  message?: string
}
