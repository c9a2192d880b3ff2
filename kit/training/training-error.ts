/** An expected failure of a training run, not a bug of the kit. The message says in one sentence what to do. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError'
}
