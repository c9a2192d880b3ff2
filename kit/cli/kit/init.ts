import { Command } from 'commander'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { KitError } from './kit-error.ts'
import { copyForLearner } from './learner-copy.ts'
import { startRepository } from './learner-repository.ts'
import { root } from './root.ts'

/** `npx kit init`: a folder to learn in. */
export const initCommand = new Command('init')
  .description('make a folder of your own to learn in: everything but the solutions and the tests of the kit')
  .argument('<folder>', 'a new one, outside of the kit')
  .action((folder: string) => {
    const target = resolve(folder)
    refuse(target)
    copyForLearner(target)
    console.log(`Your folder is ready: ${target}`)
    console.log(startRepository(target))
    const shown = /\s/.test(folder) ? `"${folder}"` : folder
    console.log(
      `\nGo on with\n\n  cd ${shown}\n  npm ci\n  npx vitest\n\nREADME.md in that folder says the rest.`,
    )
  })

/** @throws KitError when the folder is there and not empty, inside of the kit, or a file */
function refuse(target: string): void {
  const fromKit = relative(root, target)
  if (resolve(root, fromKit) === target && !/^\.\.(?:[\\/]|$)/.test(fromKit) && !/^[A-Za-z]:/.test(fromKit)) {
    throw new KitError('Choose a folder outside of the kit, as in "npx kit init ../my-network".')
  }
  let existing = target
  while (!existsSync(existing)) existing = dirname(existing)
  if (!statSync(existing).isDirectory()) {
    throw new KitError(`${existing} is a file: choose another name for your folder.`)
  }
  if (existing === target && readdirSync(target).length > 0) {
    throw new KitError(`${target} is not empty: choose a new folder, so that nothing of yours is touched.`)
  }
}
