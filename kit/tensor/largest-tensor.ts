/** A tensor would take more bytes than {@link limitTensors} allows at present. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError'
  readonly bytes: number

  constructor(bytes: number) {
    super(`A tensor of ${bytes} bytes is too large.`)
    this.bytes = bytes
  }
}

let most = Infinity

/**
 * Refuses larger tensors than `bytes` bytes while a function runs: before the system is asked for the memory, which it
 * may promise, and end the process when it is used.
 *
 * @throws TooLargeError where there would be one
 */
export async function limitTensors<Result>(
  bytes: number,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  most = bytes
  try {
    return await run()
  } finally {
    most = Infinity
  }
}

/** @throws TooLargeError when so many bytes are more than a tensor may take at present */
export function requireSmaller(bytes: number): void {
  if (bytes > most) throw new TooLargeError(bytes)
}
