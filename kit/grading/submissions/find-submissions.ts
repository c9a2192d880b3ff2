import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { UserError } from '../../system/user-error.ts'
import { courseFileNamed, PART_FOLDERS } from './course-files.ts'
import { isArchive, isOtherArchive, withoutEnding } from './kept-files.ts'
import { compareNames, safeFileName, shown, UniqueNames } from './names.ts'
import { GRADESCOPE_METADATA, ownerOf, readGradescopeMetadata } from './platforms.ts'
import { listed } from './problems.ts'
import { ArchiveShelf, FolderShelf, type Place, type Shelf } from './shelf.ts'
import { listArchiveFile } from './sources/archive.ts'
import type { Child } from './sources/folder.ts'

/** A submission that was found. `source` and `entry` say where it lies. */
export interface Found extends Place {
  /** A name that no other submission of the class has. On every system a file can have this name. */
  name: string
  /** The name of the learner, or what comes closest to it, to be shown to people. */
  label: string
  /** What the platform knows the learner or the submission by: a number, a user name. */
  identifier?: string
}

/** A submission before it has a name of its own. */
interface Candidate extends Place {
  label: string
  identifier?: string
}

/** What a search gives: submissions, and the names of files that belong to none of them. */
interface SearchResult {
  candidates: Candidate[]
  left: string[]
}

/**
 * Finds the submissions of a class: in a folder or an archive with a folder, an archive or a repository for each
 * learner, or with files that a platform has named after the learners. A path of one submission gives this submission.
 * Nothing is unpacked or written.
 *
 * @throws UserError when there is neither a folder nor an archive
 */
export async function findSubmissions(path: string): Promise<{ submissions: Found[]; notes: string[] }> {
  const root = existing(path)
  const isFolder = statSync(root).isDirectory()
  const listing = isFolder ? undefined : await listArchiveFile(root)
  const shelf = listing ? new ArchiveShelf(root, listing) : new FolderShelf(root)
  const { candidates, left } = await search(shelf, '', withoutEnding(basename(root)), isFolder)
  // A single submission says by itself what is wrong with its archive.
  const isSingle = candidates.length === 1 && candidates[0].entry === undefined
  const notes = [
    ...(isSingle ? [] : (listing?.notes() ?? [])),
    ...(left.length > 0 ? [`These files belong to no learner and were left alone: ${listed(left)}.`] : []),
  ]
  return { submissions: withNames(candidates), notes }
}

/** Returns the real path of a folder or an archive. */
function existing(path: string): string {
  if (!existsSync(path)) {
    throw new UserError(
      'command',
      `There is no ${shown(path)}. Name a folder or an archive with submissions.`,
    )
  }
  const real = realpathSync(path)
  const stats = statSync(real)
  if (!stats.isDirectory() && !(stats.isFile() && isAnyArchive(real))) {
    throw new UserError(
      'command',
      `${shown(path)} is neither a folder nor an archive. Name one with submissions.`,
    )
  }
  return real
}

/**
 * Looks for submissions in a folder of a shelf.
 *
 * @param label - what the submission is called if there is only one
 * @param isOpen - whether somebody made the folder for a class. A single folder in it is then the only submission;
 *   otherwise it is only what an archive was made of.
 */
async function search(shelf: Shelf, folder: string, label: string, isOpen: boolean): Promise<SearchResult> {
  const children = shelf.list(folder)
  const single = { candidates: [{ ...shelf.placeOf(folder), label }], left: [] }
  if (shelf.isRepository(folder) || isWork(children)) return single
  const isGradescope = hasMetadata(children)
  if (!isGradescope && !children.some(({ name }) => ownerOf(name))) {
    const folders = children.filter(({ kind }) => kind === 'folder')
    const archives = children.filter(isArchiveFile)
    if (folders.length === 1 && archives.length === 0) {
      const inside = `${folder}${folders[0].name}/`
      if (isClass(shelf, inside)) return search(shelf, inside, folders[0].name, true)
      if (!isOpen) return single
    }
    if (folders.length === 0 && archives.length < 2 && !isOpen) return single
  }
  const owners = isGradescope
    ? readGradescopeMetadata(await shelf.read(folder + GRADESCOPE_METADATA))
    : new Map()
  return collect(shelf, folder, children, owners)
}

/** Returns whether these are the files of one submission: the folder of assignments, or what is in it. */
const isWork = (children: readonly Child[]): boolean =>
  children.some(({ name, kind }) =>
    kind === 'folder'
      ? name === 'assignments' || PART_FOLDERS.includes(name)
      : courseFileNamed(name) !== undefined,
  )

const isAnyArchive = (name: string): boolean => isArchive(name) || isOtherArchive(name)
const isArchiveFile = ({ name, kind }: Child): boolean => kind === 'file' && isAnyArchive(name)
const hasMetadata = (children: readonly Child[]): boolean =>
  children.some(({ name }) => name === GRADESCOPE_METADATA)

/** Returns whether a folder holds the submissions of several learners. */
function isClass(shelf: Shelf, folder: string): boolean {
  const children = shelf.list(folder)
  if (shelf.isRepository(folder) || isWork(children)) return false
  if (hasMetadata(children) || children.some(({ name }) => ownerOf(name))) return true
  const submissions = children.filter(
    (child) =>
      isArchiveFile(child) || (child.kind === 'folder' && holdsWork(shelf, `${folder}${child.name}/`)),
  )
  return submissions.length > 1
}

/** Returns whether a submission lies in a folder, or not far below it. */
function holdsWork(shelf: Shelf, folder: string, depth = 0): boolean {
  const children = shelf.list(folder)
  if (isWork(children) || shelf.isRepository(folder)) return true
  const folders = children.filter(({ kind }) => kind === 'folder').slice(0, 20)
  return depth < 3 && folders.some(({ name }) => holdsWork(shelf, `${folder}${name}/`, depth + 1))
}

/** Makes a submission of everything in the folder of a class that can be one. */
function collect(
  shelf: Shelf,
  folder: string,
  children: readonly Child[],
  owners: ReadonlyMap<string, { label: string; identifier?: string }>,
): SearchResult {
  const byOwner = new Map<string, Candidate>()
  const prefixes = new Map<string, string>()
  const others: Candidate[] = []
  const left: string[] = []
  const clones = children.filter(({ name, kind }) => kind === 'folder' && shelf.isClone(`${folder}${name}/`))
  const assignment = commonStart(clones.map(({ name }) => name))
  for (const child of children) {
    const { name, kind } = child
    const owner = ownerOf(name)
    const path = kind === 'folder' ? `${folder}${name}/` : folder + name
    if (owner && (kind === 'folder' || kind === 'file')) {
      const { prefix, label, identifier, account } = owner
      const place = kind === 'folder' ? shelf.placeOf(path) : shelf.placeOfFiles(folder, prefix)
      const key = JSON.stringify([label, identifier, account])
      // Moodle has another folder for a text that was typed in, and Blackboard may have earlier attempts.
      const isEarlier = account !== undefined && prefix < (prefixes.get(key) ?? '')
      if (!byOwner.has(key) || (!prefix.includes('_onlinetext') && !isEarlier)) {
        byOwner.set(key, { ...place, label, identifier })
        prefixes.set(key, prefix)
      }
    } else if (kind === 'folder' || kind === 'link' || isArchiveFile(child)) {
      const plain = kind !== 'folder' || name.endsWith('.git') ? withoutEnding(name) : name
      const user = clones.includes(child) ? plain.slice(assignment.length) : ''
      const label = assignment === '' || user === '' ? { label: plain } : { label: user, identifier: user }
      others.push({ ...shelf.placeOf(path), ...label, ...owners.get(name) })
    } else if (name !== GRADESCOPE_METADATA) {
      left.push(name)
    }
  }
  return { candidates: [...byOwner.values(), ...others], left }
}

/** Returns what the names of all clones start with, up to a hyphen: the name of the assignment. */
function commonStart(names: readonly string[]): string {
  if (names.length < 2) return ''
  const [first, ...others] = names
  let length = 0
  while (length < first.length && others.every((name) => name[length] === first[length])) length++
  return first.slice(0, first.slice(0, length).lastIndexOf('-') + 1)
}

/** Gives every submission a name of its own, in the order of the labels. */
function withNames(candidates: readonly Candidate[]): Found[] {
  const unique = new UniqueNames()
  const ordered = candidates.toSorted(
    (a, b) => compareNames(a.label, b.label) || compareNames(a.identifier ?? '', b.identifier ?? ''),
  )
  return ordered.map(({ source, entry, label, identifier }) => {
    const name = safeFileName(label)
    const withNumber = identifier === undefined ? [] : [safeFileName(`${name} ${identifier}`)]
    return {
      name: unique.take(name, ...withNumber),
      label: shown(label),
      ...(identifier === undefined ? {} : { identifier: shown(identifier) }),
      source,
      ...(entry === undefined ? {} : { entry }),
    }
  })
}
