/** Shares one run between several tests. It starts when the first of them asks for it. */
export function sharedRun<Result>(start: () => Promise<Result>): () => Promise<Result> {
  let run: Promise<Result> | undefined
  return () => (run ??= start())
}
