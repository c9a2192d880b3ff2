import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LIMITS } from './limits.ts'
import type { Listing } from './listing.ts'
import { listed, Unreadable } from './problems.ts'
import { root } from '../../system/root.ts'

/** What a learner gets and does not edit. */
const GIVEN = ['checks/', 'kit/', 'vitest.config.cjs']

/**
 * Says which given files of a submission differ from those of this kit, in at most one sentence.
 *
 * @param folder - the folder of the submission in which `assignments/` lies, with a slash at its end
 */
export async function noteOnEditedFiles(listing: Listing, folder: string): Promise<string[]> {
  const edited: string[] = []
  for (const { path, kind, read } of listing.entries.values()) {
    const name = path.slice(folder.length)
    if (kind !== 'file' || !path.startsWith(folder) || !GIVEN.some((given) => name.startsWith(given)))
      continue
    const own = ownText(name)
    if (own === undefined) continue
    try {
      if (withoutReturns(await read(LIMITS.fileBytes)) !== own) edited.push(name)
    } catch (error) {
      // A file that cannot be read is not used either.
      if (!(error instanceof Unreadable)) throw error
    }
  }
  if (edited.length === 0) return []
  const version = edited.length > 10 ? ', perhaps because they come from another version' : ''
  return [
    edited.length === 1
      ? `${listed(edited)} was edited. The grader uses its own.`
      : `${listed(edited)} differ from those of the grader${version}. The grader uses its own.`,
  ]
}

const ownTexts = new Map<string, string | undefined>()

/** Returns the text of a file of this kit. */
function ownText(name: string): string | undefined {
  if (!ownTexts.has(name)) {
    const path = join(root, name)
    ownTexts.set(
      name,
      existsSync(path) && statSync(path).isFile() ? withoutReturns(readFileSync(path)) : undefined,
    )
  }
  return ownTexts.get(name)
}

const withoutReturns = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '\n')
