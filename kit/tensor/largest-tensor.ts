/** Thrown when a tensor would take more bytes than {@link limitTensors} currently allows. */
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
 * Refuses tensors larger than `bytes` bytes while a function runs, before any memory is requested. The system might
 * grant the memory and then end the process when it is used.
 *
 * @throws TooLargeError when a tensor would be larger
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

/** Checks the current limit. @throws TooLargeError when a tensor of this many bytes exceeds it */
export function requireSmaller(bytes: number): void {
  if (bytes > most) throw new TooLargeError(bytes)
}
