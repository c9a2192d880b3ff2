/** The kinds of errors that a user can do something about, for programs. */
export type UserErrorCode =
  /** A command was asked for something that does not exist or cannot be done now. */
  | 'command'
  /** The data set cannot be fetched or read. */
  | 'data'
  /** The system refuses to read or write a file. */
  | 'refused'
  /** A file of the kit has invalid content. */
  | 'damaged'
  /** The solutions are not in this folder. */
  | 'no-solutions'
  /** A recipe does not export what it must. */
  | 'recipe'
  /** A port cannot be opened. */
  | 'port'
  /** An option or setting is unknown or invalid. */
  | 'unknown-option'
  | 'unknown-rule'
  | 'bad-setting'
  /** A run or a checkpoint belongs to another network, or was started with other settings. */
  | 'other-run'
  | 'other-network'
  /** The folder of a run cannot be used, or its checkpoint cannot be read. */
  | 'run-folder'
  | 'checkpoint'
  /** There is too little memory. */
  | 'memory'
  /** A worker thread ended, or could not be started. */
  | 'worker'
  /** A network or an update rule returned something that does not fit. */
  | 'bad-scores'
  | 'bad-gradient'
  | 'bad-update'
  /** The loss is not finite. */
  | 'not-finite'

/** An expected failure, not a bug of the kit. Its message says in one sentence what to do, so no stack is shown. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: UserErrorCode

  constructor(code: UserErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Returns whether an error is a {@link UserError} with one of these codes. */
export const isUserError = (error: unknown, ...codes: readonly UserErrorCode[]): error is UserError =>
  error instanceof UserError && codes.includes(error.code)
