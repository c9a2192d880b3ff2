/** What went wrong, for a program. */
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

/** What can go wrong in training without being a fault of the kit; its message says in a sentence what to do. */
export class SolverError extends Error {
  override readonly name = 'SolverError'
  readonly code: SolverErrorCode

  constructor(code: SolverErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A setting that makes no sense. */
export class SettingError extends SolverError {
  readonly setting: string
  /** What it must be: the rest of the sentence, for whoever calls the setting by another name. */
  readonly demand: string

  /** @param setting - as the solver calls it: `batchSize`, `optimizerConfig.learningRate` */
  constructor(setting: string, demand: string) {
    super('bad-setting', `${setting} ${demand}`)
    this.setting = setting
    this.demand = demand
  }
}
