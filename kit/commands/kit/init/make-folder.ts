import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { folderProblem } from '../../start/folder-problem.cjs'
import { isSystemError, reasonOf } from '../../../system/system-error.ts'
import { root } from '../../../system/root.ts'
import { UserError } from '#kit/system/user-error.ts'

/**
 * Makes a new folder outside the kit. If that fails, nothing is left of it.
 *
 * @param fill - writes what is in it
 * @throws UserError when the folder is not empty, inside the kit, a file, or cannot be written
 */
export async function makeFolder(target: string, fill: () => void | Promise<void>): Promise<void> {
  requireNewFolder(target)
  try {
    await fill()
  } catch (error) {
    rmSync(target, { recursive: true, force: true })
    if (!isSystemError(error)) throw error
    throw new UserError('command', `${target} cannot be written (${reasonOf(error)}). Choose another folder.`)
  }
}

/** @throws UserError when the target is not empty, inside the kit, a file, or unsuitable for the kit */
function requireNewFolder(target: string): void {
  const fromKit = relative(root, target)
  if (resolve(root, fromKit) === target && !/^\.\.(?:[\\/]|$)/.test(fromKit) && !/^[A-Za-z]:/.test(fromKit)) {
    throw new UserError('command', 'Choose a folder outside the kit, such as ../my-network.')
  }
  const problem = folderProblem(target)
  if (problem) throw new UserError('command', `${problem}. Choose another folder.`)
  let existing = target
  while (!existsSync(existing)) existing = dirname(existing)
  if (!statSync(existing).isDirectory()) {
    throw new UserError('command', `${existing} is a file. Choose another name for your folder.`)
  }
  if (existing === target && readdirSync(target).length > 0) {
    throw new UserError(
      'command',
      `${target} is not empty. Choose a new folder, so that the kit does not touch any of your files.`,
    )
  }
}
