import { Argument, Command, Option } from 'commander'
import { cpSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { autograders } from '../../grading/autograders/index.ts'
import { details, type Detail } from '../../grading/detail.ts'
import { writeWithFolders } from '../../system/write-with-folders.ts'
import { makeFolder } from '../kit/init/make-folder.ts'
import { root } from '../../system/root.ts'
import { copyKitForGrading } from './kit-for-grading.ts'
import { print, wrapped } from '../../text/wrap.ts'

/** The scripts of all platforms, and what they share. */
const SCRIPTS = join(root, 'kit/grading/autograders')

interface Options {
  withoutSolutions?: boolean
  detail: Detail
  partial?: boolean
}

/** `npx kit autograder`: makes the package that grades on a teacher's platform. */
export const autograderCommand = new Command('autograder')
  .description('make the package with which a platform grades your learners')
  .addArgument(new Argument('<platform>', 'where you teach').choices(Object.keys(autograders)))
  .argument('<folder>', 'a new folder outside the kit')
  .option('--without-solutions', 'leave out the solutions; the explanations of failures are shorter then')
  .addOption(
    new Option('--detail <detail>', 'how much of a failure learners see').choices(details).default('full'),
  )
  .option('--partial', 'give a TODO the share of its points that its checks give')
  .action(async (platform: string, folder: string, options: Options) => {
    const target = resolve(folder)
    const autograder = autograders[platform]
    const withSolutions = !options.withoutSolutions && !autograder.isReadByLearners
    await makeFolder(target, async () => {
      copyKitForGrading(join(target, 'cnn-from-scratch'), withSolutions)
      for (const scripts of ['shared', `${platform}/files`])
        cpSync(join(SCRIPTS, scripts), target, { recursive: true })
      writeWithFolders(join(target, 'options'), optionsOf(options))
      writeWithFolders(join(target, 'node-version'), `${nodeVersion()}\n`)
      for (const [path, text] of autograder.filesOfCourse?.() ?? [])
        writeWithFolders(join(target, path), text)
      await autograder.pack?.(target)
    })
    for (const sentence of [`The package is in ${target}.`, ...notesOn(options, withSolutions)])
      print(sentence)
    console.log(['', ...autograder.nextSteps().map((step, i) => wrapped(`${i + 1}. `, step))].join('\n'))
  })

/** Returns the options of `npx kit grade` with which the package grades. */
const optionsOf = ({ detail, partial }: Options): string =>
  `--detail ${detail}${partial ? ' --partial' : ''}\n`

/** Returns the version of Node that the kit runs on, for machines that have none. */
function nodeVersion(): string {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>
  }
  return packages['node_modules/node'].version
}

function notesOn({ withoutSolutions }: Options, withSolutions: boolean): string[] {
  if (withSolutions) return ['It has the solutions, packed. Do not give it to learners.']
  const why = withoutSolutions
    ? 'It has no solutions.'
    : 'Learners can read it there, so it has no solutions.'
  return [
    `${why} Failures are explained in fewer words, and a TODO that waits for another one earns nothing.`,
  ]
}
