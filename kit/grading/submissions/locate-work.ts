import { COURSE_FILES, courseFileNamed, PART_FOLDERS } from './course-files.ts'
import type { Listing } from './listing.ts'
import { shown } from './names.ts'
import { listed } from './problems.ts'

/** Where the files of the course lie in a submission. */
export interface Work {
  /** The folder that stands for `assignments/`, with a slash at its end; empty if it is the submission itself. */
  root: string
  /** The paths of its files, by their paths below `assignments/`. */
  files: ReadonlyMap<string, string>
  /** What had to be chosen, in sentences. */
  notes: string[]
}

/** A folder that may stand for `assignments/`, with every file that may be one of the course. */
type Candidates = Map<string, Map<string, string[]>>

/**
 * Finds the files of the course, however deep they lie. They are in the folders of the parts, or all in one folder. Of
 * several such places it takes the one with most files. Returns undefined if there is none.
 */
export function locateWork(listing: Listing): Work | undefined {
  const [inParts, together]: [Candidates, Candidates] = [new Map(), new Map()]
  for (const { path, kind } of listing.entries.values()) {
    if (kind !== 'folder' && path.toLowerCase().endsWith('.ts')) addFile(path, inParts, together)
  }
  const ranked = [...(inParts.size > 0 ? inParts : together)].toSorted(
    ([a, ofA], [b, ofB]) =>
      Number(isOfKit(a)) - Number(isOfKit(b)) ||
      ofB.size - ofA.size ||
      Number(isNamedAssignments(b)) - Number(isNamedAssignments(a)) ||
      depthOf(a) - depthOf(b) ||
      (a < b ? -1 : 1),
  )
  if (ranked.length === 0) return undefined
  const [root, found] = ranked[0]
  const others = ranked.slice(1).flatMap(([other]) => (isOfKit(other) ? [] : [named(other)]))
  const notes =
    others.length > 0
      ? [
          `There are files of the course in ${listed([named(root), ...others])}. Those in ${named(root)} were taken.`,
        ]
      : []
  // Somebody who uploads single files may have put only some of them into folders.
  for (const [file, paths] of together.get(root) ?? []) if (!found.has(file)) found.set(file, paths)
  const files = new Map([...found].map(([file, paths]) => [file, bestOf(file, paths, notes)]))
  const renamed = [...files].flatMap(([file, path]) =>
    path.endsWith(nameOf(file)) ? [] : [`${path} as ${file}`],
  )
  if (renamed.length > 0) notes.push(`Files with other names were taken: ${listed(renamed)}.`)
  return { root, files, notes }
}

const byLowerCase = new Map(COURSE_FILES.map((file) => [file.toLowerCase(), file]))
const partsByLowerCase = new Set(PART_FOLDERS.map((folder) => folder.toLowerCase()))

/** What Canvas and browsers add to the name of a file that exists already. */
const ADDED = /(?:-(\d{1,3})| ?\((\d{1,3})\))(?=\.ts$)/i

function addFile(path: string, inParts: Candidates, together: Candidates): void {
  const parts = path.split('/')
  const name = parts.at(-1)!
  const file = byLowerCase.get(parts.slice(-2).join('/').toLowerCase())
  if (file !== undefined) return add(inParts, parts.slice(0, -2), file, path)
  if (partsByLowerCase.has(parts.at(-2)?.toLowerCase() ?? '')) return
  const loose = courseFileNamed(name.toLowerCase()) ?? courseFileNamed(name.toLowerCase().replace(ADDED, ''))
  if (loose !== undefined) add(together, parts.slice(0, -1), loose, path)
}

function add(candidates: Candidates, folders: readonly string[], file: string, path: string): void {
  const root = folders.map((folder) => `${folder}/`).join('')
  const files = candidates.get(root) ?? new Map<string, string[]>()
  candidates.set(root, files)
  const paths = files.get(file)
  if (paths === undefined) files.set(file, [path])
  else paths.push(path)
}

/** Returns the path that is meant: the last version, or else the one with the very name of the course's file. */
function bestOf(file: string, paths: readonly string[], notes: string[]): string {
  const versionOf = (path: string): number => Number(ADDED.exec(path)?.slice(1).find(Boolean) ?? 0)
  const isExact = (path: string): boolean => path.endsWith(nameOf(file))
  const [best] = paths.toSorted(
    (a, b) => versionOf(b) - versionOf(a) || Number(isExact(b)) - Number(isExact(a)) || (a < b ? -1 : 1),
  )
  if (paths.length > 1) notes.push(`Of ${listed(paths)}, ${listed([best])} was taken.`)
  return best
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1)
const named = (root: string): string => shown(root) || 'the outermost folder'
const depthOf = (root: string): number => root.split('/').length
const isNamedAssignments = (root: string): boolean => /(?:^|\/)assignments\/$/.test(root)
/** Returns whether a folder belongs to the kit itself, if somebody submits all of it. */
const isOfKit = (root: string): boolean => /(?:^|\/)(?:solutions|test)\//.test(root)
