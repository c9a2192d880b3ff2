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
import { lockedPackages } from '../doctor/missing-packages.ts'

/**
 * Installs the packages named in a folder's package-lock.json from another folder, as hard links: nothing is
 * downloaded, the links take no disk space, and they remain when the other folder is deleted. Where a link is
 * impossible (another disk, a file of another owner), it copies the file.
 *
 * @param onPackage - called after each package with the number done and the total
 * @returns how many bytes were copied
 */
export function linkPackages(
  from: string,
  to: string,
  onPackage: (done: number, all: number) => void = () => {},
): number {
  const locked = lockedPackages(to)
  // Packages for other systems are not installed.
  const paths = Object.keys(locked).filter((path) => existsSync(join(from, path)))
  let copied = 0
  for (const [i, path] of paths.entries()) {
    // Nested packages have their own entries in package-lock.json, if they are needed.
    copied += linkFolder(join(from, path), join(to, path), (name) => name !== 'node_modules')
    onPackage(i + 1, paths.length)
  }
  for (const [folder, packages] of Map.groupBy(Object.entries(locked), ([path]) => folderAround(path))) {
    const commands = packages.flatMap(([, { bin = {} }]) => Object.keys(bin))
    // On Windows a command has three files: vitest, vitest.cmd and vitest.ps1.
    const isWanted = (name: string): boolean => commands.includes(name.replace(/\.(?:cmd|ps1)$/, ''))
    const bin = join(folder, '.bin')
    if (existsSync(join(from, bin))) copied += linkFolder(join(from, bin), join(to, bin), isWanted)
  }
  return copied
}

/** Returns the `node_modules` folder that contains a package, where npm also puts its commands. */
const folderAround = (path: string): string =>
  path.slice(0, path.lastIndexOf('node_modules') + 'node_modules'.length)

/** Links or copies a folder. @param isWanted - selects which entries of the folder itself to keep */
function linkFolder(from: string, to: string, isWanted: (name: string) => boolean = () => true): number {
  mkdirSync(to, { recursive: true })
  let copied = 0
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!isWanted(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copied += linkFolder(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else copied += linkFile(source, target)
  }
  return copied
}

function linkFile(source: string, target: string): number {
  try {
    linkSync(source, target)
    return 0
  } catch {
    // On file systems that can clone, the copy shares disk space with the original until one of them changes.
    copyFileSync(source, target, constants.COPYFILE_FICLONE)
    return statSync(source).size
  }
}
