import { UserError } from '#kit/system/user-error.ts'

/** Thrown when a setting is invalid. */
export class SettingError extends UserError {
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
