import '../../system/v8-flags.ts'
import { Command, Option, program } from 'commander'
import { settingsOfRecipe, type Recipe } from '#kit/training/index.ts'
import { count, port } from './number-options.ts'
import { endWithOutput } from '../../system/stop-signals.ts'
import { loadRecipe, recipeFile, recipeNames } from './recipes.ts'
import { settingOptions } from './setting-options.ts'
import { hasPart } from '#kit/course/manifest.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { messageOf } from './messages/training-failure.ts'
import { preprocessings } from './training-preprocessing.ts'
import { checkNetwork } from './first-checks/network-check.ts'
import { runTraining, withDefaults, workOfRun, type TrainOptions } from './training-run.ts'
import { runProgram, wrapErrors } from '../run-program.ts'
import { defaultWorkTree, useWorkTree, workTrees, type WorkTree } from './work-tree.ts'

endWithOutput()

/** The network that needs nothing of the learner. */
const READY = 'my-net'

// The available recipes and their settings depend on whose code is trained.
const { work, name } = lookAhead(process.argv.slice(2))
useWorkTree(work)
const names = recipeNames(work)

program
  .name('npm run train --')
  .description('Train one of the networks on CIFAR-10. "NETWORK --help" lists its options.')
  .usage('NETWORK [options]')
  .showHelpAfterError(
    `Name the network first, as in "npm run train -- two-layer --epochs 5". The networks are ${names.join(', ')}.`,
  )
if (name !== undefined && !names.includes(name) && recipeFile(work, name)) {
  wrapErrors(program.showHelpAfterError(false)).error(
    `${recipeFile(work, name)} has no network to train. It needs the line "export const recipe = ...".`,
  )
}
if (name !== undefined && !names.includes(name) && recipeNames('solutions').includes(name)) {
  wrapErrors(program.showHelpAfterError(false)).error(
    `There is no ${name} in ${work}/. To train the one in solutions/, leave out --work.`,
  )
}
for (const each of names) {
  // A mistake in one recipe should not keep the others from being trained.
  if (name !== undefined && names.includes(name) && name !== each) continue
  program.addCommand(await commandFor(each))
}
await runProgram(program)

/** Reads the arguments that must be known before the options of a recipe are. */
function lookAhead(args: string[]): { work: WorkTree; name?: string } {
  const looking = new Command()
    .allowUnknownOption()
    .option('--work <tree>')
    .option('--resume')
    .option('--folder <path>')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  try {
    const [recipeName] = looking.parseOptions(args).operands
    const typed = looking.opts<Partial<TrainOptions>>()
    const folder = typed.folder ?? (recipeName && folderOf(recipeName))
    // A resumed run uses the same code unless told otherwise.
    const resumed = typed.resume && folder ? workOfRun(folder) : undefined
    const tree = typed.work ?? resumed ?? defaultWorkTree
    return { work: workTrees.includes(tree) ? tree : defaultWorkTree, name: recipeName }
  } catch {
    // The command itself will report what is wrong.
    return { work: defaultWorkTree, name: args[0] }
  }
}

/** Returns the default folder of a run. */
function folderOf(recipeName: string): string {
  return `runs/training/${recipeName}`
}

async function commandFor(recipeName: string): Promise<Command> {
  const command = new Command(recipeName)
  let recipe: Recipe
  try {
    recipe = await loadRecipe(recipeName)
  } catch (error) {
    return command
      .description('(cannot be loaded)')
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => command.error(messageOf(error)))
  }
  const { reported, reached, variants = {} } = recipe
  const accuracies = [reached && `${reached} of the test images`, reported && `reported: ${reported}`].filter(
    Boolean,
  )
  command
    .description([recipe.description, ...accuracies].join('; '))
    .addOption(
      new Option('--work <tree>', 'which code to train')
        .choices(workTrees)
        .default(defaultWorkTree, `the ${defaultWorkTree}`),
    )
    .addOption(
      new Option('--data <set>', 'which images to train on')
        .choices(['auto', 'cifar10', 'tiny'])
        .default(
          'auto',
          'CIFAR-10 if you have downloaded it, otherwise the small set that ships with the kit',
        ),
    )
    .option('--train-size <number>', 'use only this many training images', count)
    .addOption(
      new Option('--preprocessing <way>', 'how to preprocess the images')
        .choices(preprocessings.filter((way) => way !== 'whitened' || !recipe.convolutional))
        .default('built-in', "the kit's own; the other choices use your preprocessing.ts")
        .hideHelp(!hasPart(5)),
    )
    .addOption(
      new Option(
        '--check',
        'only check the network: check its gradients, and let it learn 100 images by heart',
      )
        .conflicts(['resume', 'live'])
        .hideHelp(!hasPart(5)),
    )
    .option('--resume', 'continue the run in the folder from where it stopped')
    .addOption(
      new Option('--live [port]', 'watch the run in a browser, on this machine only').argParser(port),
    )
    .option('--folder <path>', 'where to save the run', folderOf(recipeName))
  if (Object.keys(variants).length > 0) {
    command.addOption(
      new Option('--variant <name>', 'use other settings for this network').choices(Object.keys(variants)),
    )
  }
  for (const option of settingOptions(recipe, settingsOfRecipe(recipe))) {
    command.addOption(option)
  }
  return command.action(async (options: TrainOptions) => {
    const given = Object.keys(options).filter((key) => command.getOptionValueSource(key) === 'cli')
    try {
      const all = { ...options, work }
      if (options.check) {
        const typed = Object.fromEntries(Object.entries(all).filter(([key]) => given.includes(key)))
        await checkNetwork(recipeName, recipe, withDefaults(recipe, all, typed))
      } else {
        await runTraining(recipeName, recipe, all, new Set(given))
      }
    } catch (error) {
      command.error([messageOf(error), ...whatElse(error, recipeName)].join('\n'))
    }
  })
}

/** Returns a line that says what can be trained already, if the learner has not written yet what this network needs. */
function whatElse(error: unknown, recipeName: string): string[] {
  if (!(error instanceof NotImplementedError) || recipeName === READY) return []
  return [`Write it first. Until then, "npm run train -- ${READY}" trains a network of the kit's own layers.`]
}
