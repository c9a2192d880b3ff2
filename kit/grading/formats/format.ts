import type { Detail } from '../detail.ts'
import type { GradingResult } from '../result.ts'

/** What a format may need besides the result. */
export interface FormatOptions {
  detail: Detail
  /** The environment variables, where a platform says there which submission this is. */
  environment: Readonly<Record<string, string | undefined>>
  /** When the submission was graded. */
  now: Date
}

/** Writes a result the way a platform reads it. */
export type Format = (result: GradingResult, options: FormatOptions) => string
