import { createInterface } from 'node:readline/promises'

/** Asks a question on the terminal. Returns whether the answer is yes. */
export async function agreed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const stop = new AbortController()
  // The input ended, or the learner pressed Ctrl-C.
  terminal.once('close', () => stop.abort())
  try {
    const answer = await terminal.question(question, { signal: stop.signal })
    return /^y(es)?$/i.test(answer.trim())
  } catch (error) {
    if (!stop.signal.aborted) throw error
    console.log()
    return false
  } finally {
    terminal.close()
  }
}
