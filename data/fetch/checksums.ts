import type { Distribution } from './distribution.ts'

/** Returns the SHA-256 of some bytes, in hexadecimal. Another thread computes it, so that Ctrl-C need not wait. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
}

/**
 * Returns the first file that is missing or differs from the published one, or undefined when all of them are correct.
 *
 * @param read - returns the bytes of a file by its name, or undefined when there is no such file
 */
export async function findWrongFile(
  { files }: Distribution,
  read: (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined> | Uint8Array<ArrayBuffer> | undefined,
): Promise<{ name: string; problem: 'missing' | 'wrong' } | undefined> {
  for (const [name, expected] of Object.entries(files)) {
    const bytes = await read(name)
    if (!bytes) return { name, problem: 'missing' }
    if ((await sha256(bytes)) !== expected) return { name, problem: 'wrong' }
  }
  return undefined
}
