/** What can go wrong with a run's folder without being a fault of the kit; its message says in a sentence what to do. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError'
}
