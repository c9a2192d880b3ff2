import { execFile } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isSystemError } from '../../../system/system-error.ts'
import { isCourseMaterial } from '../kept-files.ts'
import { LIMITS } from '../limits.ts'
import { isOfTools, Listing } from '../listing.ts'
import { shown } from '../names.ts'
import { Unreadable } from '../problems.ts'
import { readWholeFile } from './bytes.ts'

/**
 * Returns the Git repository in a folder that has no files beside it: the folder itself if it is a bare repository, or
 * its folder `.git`. If there are files, they are the submission, and nobody needs the repository.
 */
export function repositoryIn(folder: string): string | undefined {
  if (isRepository(folder)) return folder
  const names = namesIn(folder)
  const inside = join(folder, '.git')
  return names.includes('.git') && names.every(isOfTools) && isRepository(inside) ? inside : undefined
}

const isRepository = (folder: string): boolean =>
  kindOf(join(folder, 'HEAD')) === 'file' &&
  kindOf(join(folder, 'objects')) === 'folder' &&
  kindOf(join(folder, 'refs')) === 'folder'

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats?.isFile()) return 'file'
  return stats?.isDirectory() ? 'folder' : undefined
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * Lists the last commit of a repository's default branch. Git is shown only the objects of the repository. So nothing
 * that the learner configured has an effect: no hook, no filter, no other program.
 */
export async function listRepository(repository: string): Promise<Listing> {
  const listing = new Listing()
  const commit = lastCommit(repository, listing)
  if (commit === undefined) {
    listing.note('The Git repository has no commit that can be read.')
    return listing
  }
  if (lstatSync(join(repository, 'objects/info/alternates'), { throwIfNoEntry: false })) {
    listing.note(
      'The Git repository is incomplete: it refers to another one. Clone it again, without --shared.',
    )
    return listing
  }
  if (!holdsOnlyFiles(join(repository, 'objects'))) {
    listing.note('The objects of the Git repository are links, or far too many. It was not read.')
    return listing
  }
  const git = new Git(join(repository, 'objects'), commit.length === 64 ? 'sha256' : 'sha1')
  try {
    await addFiles(listing, git, commit)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    listing.note(
      isMissing
        ? 'It is a Git repository without files. Install Git, so that the grader can read it.'
        : 'The Git repository is damaged or too large. It was not read.',
    )
  } finally {
    git.close()
  }
  return listing
}

/** Returns whether there are only files and folders in the folder of all objects. Git would follow a link to other work. */
function holdsOnlyFiles(objects: string): boolean {
  let room: number = LIMITS.seen
  const isFine = (folder: string, depth = 0): boolean => {
    const entries = readdirSync(folder, { withFileTypes: true })
    room -= entries.length
    return (
      room >= 0 &&
      depth < 4 &&
      entries.every(
        (entry) => entry.isFile() || (entry.isDirectory() && isFine(join(folder, entry.name), depth + 1)),
      )
    )
  }
  try {
    return isFine(objects)
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

/** Git, with a repository of ours that has the objects of another one. */
class Git {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-git-'))
  readonly #objects: string

  constructor(objects: string, format: 'sha1' | 'sha256') {
    this.#objects = objects
    for (const name of ['objects', 'refs']) mkdirSync(join(this.#folder, name))
    writeFileSync(join(this.#folder, 'HEAD'), 'ref: refs/heads/none\n')
    const extension = format === 'sha1' ? '' : '[extensions]\n\tobjectFormat = sha256\n'
    const version = format === 'sha1' ? 0 : 1
    writeFileSync(
      join(this.#folder, 'config'),
      `[core]\n\trepositoryFormatVersion = ${version}\n\tbare = true\n${extension}`,
    )
  }

  run(args: readonly string[], input = '', maxBuffer = 2 ** 24): Promise<Buffer> {
    const safe = ['core.hooksPath=' + devNull, 'core.fsmonitor=false', 'protocol.allow=never']
    const { PATH, SYSTEMROOT } = process.env
    const env = {
      ...(PATH === undefined ? {} : { PATH }),
      ...(SYSTEMROOT === undefined ? {} : { SYSTEMROOT }),
      GIT_DIR: this.#folder,
      GIT_OBJECT_DIRECTORY: this.#objects,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_NO_LAZY_FETCH: '1',
      // A few bytes of a pack can unpack to gigabytes.
      GIT_ALLOC_LIMIT: String(LIMITS.gitBytes),
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
    }
    const options = {
      cwd: this.#folder,
      env,
      maxBuffer,
      timeout: 10_000,
      encoding: 'buffer',
      windowsHide: true,
    } as const
    return new Promise((resolve, reject) => {
      const all = ['--no-pager', ...safe.flatMap((setting) => ['-c', setting]), ...args]
      const child = execFile('git', all, options, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      )
      // Git may have ended before it read everything.
      child.stdin?.on('error', () => {})
      child.stdin?.end(input)
    })
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Adds the files of a commit to a listing. */
async function addFiles(listing: Listing, git: Git, commit: string): Promise<void> {
  const tree = (await git.run(['ls-tree', '-r', '-z', '-l', '--full-tree', commit])).toString()
  const rows = tree.split('\0').flatMap((row) => {
    const [, mode, hash, size, path] = /^(\d+) \w+ ([\da-f]+) +(\d+|-)\t(.*)$/s.exec(row) ?? []
    return path === undefined ? [] : [{ mode, hash, size: Number(size), path }]
  })
  let room: number = LIMITS.keptBytes
  const isKept = (path: string, size: number): boolean => {
    if (path.split('/').some(isOfTools) || !isCourseMaterial(path) || size > LIMITS.fileBytes) return false
    return (room -= size) >= 0
  }
  const files = rows.filter(({ mode, path, size }) => mode.startsWith('100') && isKept(path, size))
  const contents = await readObjects(
    git,
    files.map(({ hash }) => hash),
  )
  for (const { mode, hash, path } of rows) {
    const kind = mode === '120000' ? 'link' : mode.startsWith('100') ? 'file' : 'folder'
    listing.add(path, kind, async (limit) => {
      const content = contents.get(hash)
      if (content === undefined || content.length > limit) throw new Unreadable('large')
      return content
    })
  }
}

/** Reads objects by their hashes. */
async function readObjects(git: Git, hashes: readonly string[]): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  if (hashes.length === 0) return contents
  const input = `${[...new Set(hashes)].join('\n')}\n`
  const output = await git.run(['cat-file', '--batch'], input, 2 * LIMITS.keptBytes)
  for (let start = 0; start < output.length;) {
    const end = output.indexOf('\n', start)
    const [hash, type, size] = output.toString('latin1', start, end).split(' ')
    if (type === 'missing') throw new Unreadable('damaged')
    contents.set(hash, output.subarray(end + 1, end + 1 + Number(size)))
    start = end + 1 + Number(size) + 1
  }
  return contents
}

const HASH = /^(?:[\da-f]{40}|[\da-f]{64})$/

/** Returns the hash of the last commit of the default branch, or of the only branch. */
function lastCommit(repository: string, listing: Listing): string | undefined {
  const head = textOf(join(repository, 'HEAD')).trim()
  if (HASH.test(head)) return head
  const branches = branchesOf(repository)
  const byDefault = branches.get(head.replace(/^ref: */, ''))
  if (byDefault !== undefined) return byDefault
  // A bare repository may name a default branch that nobody pushed.
  const names = ['refs/heads/main', 'refs/heads/master', ...branches.keys()]
  const name = names.find((candidate) => branches.has(candidate))
  if (name === undefined) return undefined
  listing.note(
    `The default branch of the Git repository is empty, so its branch ${shown(name.slice('refs/heads/'.length))} was read.`,
  )
  return branches.get(name)
}

/** Returns the last commit of every branch, by its full name. */
function branchesOf(repository: string): Map<string, string> {
  const branches = new Map<string, string>()
  for (const line of textOf(join(repository, 'packed-refs')).split('\n')) {
    const [hash, name = ''] = line.trim().split(' ')
    if (HASH.test(hash) && name.startsWith('refs/heads/')) branches.set(name, hash)
  }
  const visit = (name: string, depth: number): void => {
    const path = join(repository, name)
    if (kindOf(path) === 'folder' && depth < 8) {
      for (const child of namesIn(path).slice(0, 1000)) visit(`${name}/${child}`, depth + 1)
    } else if (kindOf(path) === 'file') {
      const hash = textOf(path).trim()
      if (HASH.test(hash)) branches.set(name, hash)
    }
  }
  visit('refs/heads', 0)
  return branches
}

/** Returns the text of a file of a repository; an empty one if it cannot be read. */
function textOf(path: string): string {
  try {
    return readWholeFile(path, LIMITS.fileBytes).toString()
  } catch {
    return ''
  }
}
