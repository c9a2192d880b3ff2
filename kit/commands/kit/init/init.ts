import { Command } from 'commander'
import { resolve } from 'node:path'
import { linkPackages } from './link-packages.ts'
import { copyForLearner } from './learner-copy.ts'
import { startRepository } from './learner-repository.ts'
import { makeFolder } from './make-folder.ts'
import { missingPackages } from '../doctor/missing-packages.ts'
import { root } from '../../../system/root.ts'
import { print } from '../../../text/wrap.ts'

/** `npx kit init`: makes a folder to learn in. */
export const initCommand = new Command('init')
  .description('make a folder of your own to work in, without the solutions and the tests of the kit')
  .argument('<folder>', 'a new folder outside the kit')
  .action(async (folder: string) => {
    const target = resolve(folder)
    await makeFolder(target, async () => {
      print(`Making ${target}. This takes a few seconds ...`)
      copyForLearner(target)
      print(await bringPackages(target))
    })
    print(startRepository(target))
    const steps = [
      `cd ${inShell(folder)}`,
      ...(isComplete(target) ? [] : ['npm ci']),
      'npx kit demo',
      'npx kit watch',
    ]
    console.log(
      `\nYour folder is ready. Continue with\n\n  ${steps.join('\n  ')}\n\nThe README.md in that folder explains the rest.`,
    )
    print(`Your folder needs nothing from ${root}. If you work alone, you can delete that one.`)
  })

/** Gives the folder the packages of the kit. @returns a sentence about the result */
async function bringPackages(target: string): Promise<string> {
  const { ProgressBar } = await import('../../train/messages/progress-bar.ts')
  const bar = new ProgressBar()
  const copied = linkPackages(root, target, (done, all) => bar.show('packages', done, all))
  bar.stop()
  if (!isComplete(target))
    return 'Some packages are missing in the kit itself. "npm ci" installs them in your folder.'
  if (copied === 0) return 'It shares the installed packages with the kit, so they take no extra disk space.'
  return `It has its own copy of the packages (${Math.ceil(copied / 1e6)} MB), because it cannot share the files of the kit here.`
}

const isComplete = (folder: string): boolean => missingPackages(folder).missing.length === 0

/** Returns a folder as typed in a shell, quoted if the shell would otherwise interpret it. */
export function inShell(folder: string): string {
  const path = folder.startsWith('-') ? `./${folder}` : folder
  if (/^[\p{L}\p{N}\p{M}@%+=:,./\\~_-]+$/u.test(path)) return path
  const isPlainInQuotes = process.platform === 'win32' || !/["$`!\\]/.test(path)
  return isPlainInQuotes ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`
}
