import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOrEmpty } from '../system/read-or-empty.ts'

/**
 * The list of the files that a learner got, as they were. From it, `npx kit update` knows which of them the learner has
 * changed. It is not in `.kit/`, so that a clone has it, too.
 */
export const HANDED_OUT_FILE = 'kit/handed-out.json'

/** The content of the file {@link HANDED_OUT_FILE}. */
export interface HandedOut {
  /** A hash of each file, by path. */
  files: Record<string, string>
  /** package.json as it was handed out, because an update merges it. */
  package: Record<string, unknown>
}

/** What is not handed out, even if it is in the folder. */
const OWN = /^(?:node_modules|\.git|\.kit|\.vitest|runs|docs\/site)(?:\/|$)/

/** Returns the paths of all files in a folder that may have been handed out, with forward slashes. */
export function filesIn(folder: string): string[] {
  const visit = (below: string): string[] =>
    readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (OWN.test(path)) return []
      return entry.isDirectory() ? visit(path) : [path]
    })
  return visit('').toSorted()
}

/** Writes down what is in a folder that is about to be handed out. */
export function writeHandedOut(folder: string): void {
  const files = filesIn(folder).filter((path) => path !== HANDED_OUT_FILE)
  const content: HandedOut = {
    files: Object.fromEntries(files.map((path) => [path, hashOf(readFileSync(join(folder, path)))])),
    package: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>,
  }
  writeFileSync(join(folder, HANDED_OUT_FILE), `${JSON.stringify(content, null, 2)}\n`)
}

/** Reads what was handed out in a folder. Returns undefined in a folder of an older kit, which did not write it down. */
export function readHandedOut(folder: string): HandedOut | undefined {
  try {
    const content = JSON.parse(readOrEmpty(join(folder, HANDED_OUT_FILE))) as Partial<HandedOut> | null
    const isSound = typeof content?.files === 'object' && typeof content.package === 'object'
    return isSound ? (content as HandedOut) : undefined
  } catch {
    return undefined
  }
}

/** Hashes a file. Line endings do not count in a text, because git and editors may change them. */
export function hashOf(content: Buffer): string {
  const isText = !content.includes(0)
  const bytes = isText ? Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : content
  return createHash('sha256').update(bytes).digest('hex')
}
