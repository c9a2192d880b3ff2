/** The kinds of errors, for programs. */
export type SolverErrorCode =
  | 'unknown-option'
  | 'unknown-rule'
  | 'bad-setting'
  | 'data'
  | 'bad-scores'
  | 'bad-gradient'
  | 'bad-update'
  | 'other-network'
  | 'not-finite'

/** An expected failure of training, not a bug of the kit. The message says in one sentence what to do. */
export class SolverError extends Error {
  override readonly name = 'SolverError'
  readonly code: SolverErrorCode

  constructor(code: SolverErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Thrown when a setting is invalid. */
export class SettingError extends SolverError {
  readonly setting: string
  /** The requirement: the rest of the sentence after the setting's name, for callers that use another name. */
  readonly demand: string

  /** @param setting - the solver's name for it: `batchSize`, `optimizerConfig.learningRate` */
  constructor(setting: string, demand: string) {
    super('bad-setting', `${setting} ${demand}`)
    this.setting = setting
    this.demand = demand
  }
}
