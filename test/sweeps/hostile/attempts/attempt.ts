/**
 * One thing that a submission tries. The function that tries it gives the right answer if it worked, and a wrong one
 * otherwise. So its TODO earns its points exactly if the attempt succeeds.
 */
export interface Attempt {
  does: string
  /** Sets `loot` to what was taken. `ROOT` is the folder of the kit, `MARK` a file to write, `SOCKET` a server's path. */
  code: string
  /** The statement that gives the wrong answer; by default it throws. */
  otherwise?: string
  /** The TODO to try it in, if it is not the same for all. */
  todo?: string
}

/** Work that is right, and must earn its points whatever the rest of the submission does. */
export const honest = ['1.1', '1.3', '2.1', '2.2', '2.6', '3.1', '4.1', '4.3', '5.1', '5.8', '6.1']

/** TODOs whose checks need only themselves and what is honest. */
export const places = (
  '1.2 1.4 1.5 1.6 1.7 1.8 1.9 1.10 2.3 2.5 2.7 3.2 4.2 4.4 ' +
  '5.2 5.3 5.4 5.5 5.6 5.7 5.9 5.10 5.11 5.12 5.13 5.14 5.15 5.16 5.17 5.18 5.19 6.2'
).split(' ')

/**
 * Writes to the pipe between the work and the grader, without any module of Node: to the fourth file if both directions
 * have a pipe, and else to the third.
 */
export const PIPE = `const write = (file, bytes) => { try { new process.stdout.constructor(file).write(bytes) } catch {} }
  const pipe = { write: (bytes) => [4, 3].forEach((file) => write(file, bytes)) }
  const frame = (words, more = new Uint8Array(0)) => {
    const text = new TextEncoder().encode(typeof words === 'string' ? words : JSON.stringify(words))
    const start = Math.ceil((8 + text.length) / 8) * 8
    const all = new Uint8Array(start + more.length)
    new Uint32Array(all.buffer, 0, 2).set([all.length - 4, text.length])
    all.set(text, 8)
    all.set(more, start)
    return all
  }
  const send = (words, more) => pipe.write(frame(words, more))`

/** Gives each attempt a place of its own. */
export function placed(attempts: readonly Attempt[]): Map<string, Attempt> {
  const taken = new Set(attempts.map(({ todo }) => todo))
  const free = places.filter((id) => !taken.has(id))
  return new Map(
    attempts.map((attempt) => {
      const id = attempt.todo ?? free.shift()
      if (id === undefined) throw new RangeError(`There are only ${places.length} places.`)
      return [id, attempt] as const
    }),
  )
}
