/** What can go wrong in training without being a fault of the kit; its message says in a sentence what to do. */
export class SolverError extends Error {
  override readonly name = 'SolverError'
}
