import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { lockedPackages } from './missing-packages.ts'

/**
 * Gives a folder the packages that its package-lock.json names, out of those that another folder has. They are hard links:
 * nothing is fetched, they take no room, and they stay when the other folder goes. Where a link is impossible (another disk,
 * a file of somebody else), it is a copy.
 *
 * @param onPackage - called after each package, with their number
 * @returns how many bytes were copied
 */
export function givePackages(
  from: string,
  to: string,
  onPackage: (done: number, all: number) => void = () => {},
): number {
  const locked = lockedPackages(to)
  // What is for another system is not installed.
  const paths = Object.keys(locked).filter((path) => existsSync(join(from, path)))
  let copied = 0
  for (const [i, path] of paths.entries()) {
    // Packages inside of it are named themselves, if they are wanted.
    copied += giveFolder(join(from, path), join(to, path), (name) => name !== 'node_modules')
    onPackage(i + 1, paths.length)
  }
  for (const [folder, packages] of Map.groupBy(Object.entries(locked), ([path]) => folderAround(path))) {
    const commands = packages.flatMap(([, { bin = {} }]) => Object.keys(bin))
    // On Windows a command has three files: vitest, vitest.cmd and vitest.ps1.
    const isWanted = (name: string): boolean => commands.includes(name.replace(/\.(?:cmd|ps1)$/, ''))
    const bin = join(folder, '.bin')
    if (existsSync(join(from, bin))) copied += giveFolder(join(from, bin), join(to, bin), isWanted)
  }
  return copied
}

/** `node_modules` of `node_modules/vite`: there npm has put its commands too. */
const folderAround = (path: string): string =>
  path.slice(0, path.lastIndexOf('node_modules') + 'node_modules'.length)

/** @param isWanted - says what to leave out of the folder itself */
function giveFolder(from: string, to: string, isWanted: (name: string) => boolean = () => true): number {
  mkdirSync(to, { recursive: true })
  let copied = 0
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!isWanted(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copied += giveFolder(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else copied += giveFile(source, target)
  }
  return copied
}

function giveFile(source: string, target: string): number {
  try {
    linkSync(source, target)
    return 0
  } catch {
    // Where the disk can, the copy shares its room with the original until one of them changes.
    copyFileSync(source, target, constants.COPYFILE_FICLONE)
    return statSync(source).size
  }
}
