import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { isSystemError, reasonOf } from '../../../system/system-error.ts'
import { UserError } from '#kit/system/user-error.ts'

/** What a kit is recognized by, besides its package.json. */
const COPIER = 'kit/commands/kit/init/learner-copy.ts'

/** What is not part of a kit, though it may be in its folder. */
const LEFT = /^(?:node_modules|\.git|\.kit|\.vitest|runs|docs[\\/]site)$/

/**
 * Returns the folder of a newer kit, with packages, so that its own code can hand it out.
 *
 * @param from - a folder, an archive, the address of an archive, or `npm:name@version`
 * @param target - an empty folder, for what does not exist as a folder with packages
 * @param packages - the packages with which it runs if it has none
 * @throws UserError when there is no kit
 */
export async function bringKit(from: string, target: string, packages: string): Promise<string> {
  const kit = await unpacked(from, target)
  requireKit(kit, from)
  if (!existsSync(join(kit, 'node_modules'))) symlinkSync(packages, join(kit, 'node_modules'), 'junction')
  return kit
}

function requireKit(folder: string, from: string): void {
  if (existsSync(join(folder, COPIER)) && existsSync(join(folder, 'package.json'))) return
  throw new UserError(
    'command',
    `${from} is not a kit from which this folder can be updated. Name a folder of the kit, an archive of it, or a package.`,
  )
}

async function unpacked(from: string, target: string): Promise<string> {
  const folder = join(target, 'kit')
  if (/^(?:npm:|https?:\/\/)/.test(from)) {
    await fetchPackage(from.replace(/^npm:/, ''), folder)
    return folder
  }
  const path = resolve(from)
  if (/\.zip$/i.test(from))
    throw new UserError(
      'command',
      `Unpack ${basename(from)} first, and name the folder that comes out of it.`,
    )
  if (!existsSync(path))
    throw new UserError(
      'command',
      `There is no folder or archive ${from}. Name a folder of the kit, a .tgz file, or a package such as npm:NAME@VERSION.`,
    )
  if (statSync(path).isDirectory()) {
    requireKit(path, from)
    if (existsSync(join(path, 'node_modules'))) return path
    cpSync(path, folder, { recursive: true, filter: (entry) => !LEFT.test(relative(path, entry)) })
    return folder
  }
  return unpackArchive(path, folder)
}

/** Unpacks an archive. Most of them hold one folder, in which everything is. */
async function unpackArchive(path: string, folder: string): Promise<string> {
  const tar = await import('tar')
  mkdirSync(folder)
  try {
    await tar.extract({ file: path, cwd: folder, strict: true })
  } catch {
    throw new UserError('command', `${basename(path)} cannot be read. Only .tgz, .tar.gz and .tar files can.`)
  }
  const [first, ...others] = readdirSync(folder)
  if (first === undefined || others.length > 0) return folder
  return join(folder, first)
}

/** Fetches a package as npm does, without running any of its scripts. */
async function fetchPackage(spec: string, folder: string): Promise<void> {
  const { default: pacote } = await import('pacote')
  const { npmSettings } = await import('#data/fetch/download.ts')
  if (!/^(?:https?:\/\/|(?:@[\w.-]+\/)?[\w.-]+(?:@[\w.^~*-]+)?$)/.test(spec))
    throw new UserError('command', `"${spec}" is no package. Write it as npm:NAME@VERSION.`)
  try {
    await pacote.extract(spec, folder, { ...(await npmSettings()), cache: undefined, allowRemote: 'all' })
  } catch (error) {
    const reason = isSystemError(error)
      ? reasonOf(error)
      : (error as Error).message.split('\n')[0].replace(/\.$/, '')
    throw new UserError('command', `${spec} cannot be fetched: ${reason}. Check its name and your network.`)
  }
}

/** Reads the name of a kit, for messages: `cnn-from-scratch 0.2.0`. */
export function nameOf(kit: string): string {
  const { name = 'the kit', version = '' } = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8')) as {
    name?: string
    version?: string
  }
  return `${name} ${version}`.trim()
}
