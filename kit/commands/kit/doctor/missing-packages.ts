import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOrEmpty } from '../../../system/read-or-empty.ts'

/** The entry of one package in package-lock.json. */
export interface LockedPackage {
  version?: string
  /** The commands that it installs. */
  bin?: Record<string, string>
  optional?: boolean
  devOptional?: boolean
  peer?: boolean
}

/** Reads package-lock.json. Returns its entries by package folder: `node_modules/vite`. */
export function lockedPackages(folder: string): Record<string, LockedPackage> {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>
  }
  const { '': _itself, ...others } = packages
  return others
}

/** Compares a folder's packages with its package-lock.json. @returns the names of missing or outdated ones */
export function missingPackages(folder: string): { all: number; missing: string[] } {
  const needed = Object.entries(lockedPackages(folder)).filter(
    ([, { optional, peer, devOptional }]) => !optional && !devOptional && !peer,
  )
  const missing = needed.filter(([path, { version }]) => {
    const text = readOrEmpty(join(folder, path, 'package.json'))
    return text === '' || (JSON.parse(text) as LockedPackage).version !== version
  })
  return { all: needed.length, missing: missing.map(([path]) => path.replace(/^.*node_modules\//, '')) }
}
