import '../system/v8-flags.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { program, type Command } from 'commander'
import { setDamagedAside } from '../progress/state-file.ts'
import { recordFile } from '../progress/record.ts'
import { skippedFile } from '../progress/skipped-todos.ts'
import { endWithOutput } from '../system/stop-signals.ts'
import { answerCommand } from './kit/answer/answer.ts'
import { checkCommand } from './kit/check/check.ts'
import { demoCommand } from './kit/demo/demo.ts'
import { doctorCommand } from './kit/doctor/doctor.ts'
import { hintCommand } from './kit/hint/hint.ts'
import { hintsFile } from './kit/hint/hint-record.ts'
import { initCommand } from './kit/init/init.ts'
import { nextCommand } from './kit/next.ts'
import { resetCommand } from './kit/reset/reset.ts'
import { reportCommand } from './kit/report.ts'
import { root } from '../system/root.ts'
import { skipCommand } from './kit/skip.ts'
import { solutionCommand } from './kit/solution.ts'
import { statusCommand } from './kit/status.ts'
import { didYouMean, partsTogether } from './kit/target.ts'
import { updateCommand } from './kit/update/update.ts'
import { versions } from '../system/versions.ts'
import { printError } from '../text/wrap.ts'
import { runProgram, wrapErrors } from './run-program.ts'
import { watchCommand } from './kit/watch/watch.ts'

endWithOutput()

/** The file with the commands of teachers. A learner's folder does not have it. */
const teach = join(root, 'kit/commands/teach/index.ts')

/** The commands that only teachers need. */
async function teachingCommands(): Promise<readonly Command[]> {
  if (!existsSync(teach)) return []
  const module = (await import(pathToFileURL(teach).href)) as { teachingCommands: readonly Command[] }
  return module.teachingCommands.map((command) => command.helpGroup('Commands for teachers:'))
}

program
  .name('npx kit')
  .description('Find your way through the assignments: see what is done and what is next.')
  .version(versions.kit, '--version')
const learning = [
  demoCommand,
  statusCommand,
  nextCommand,
  skipCommand,
  hintCommand,
  answerCommand,
  checkCommand,
  watchCommand,
  resetCommand,
  solutionCommand,
  reportCommand,
  doctorCommand,
  initCommand,
  updateCommand,
]
// What grades a class takes twice as long to load as all the rest.
const isLearning = learning.some((command) => command.name() === process.argv[2])
const commands = isLearning ? learning : [...learning, ...(await teachingCommands())]
for (const command of commands) {
  program.addCommand(command.showHelpAfterError(`See "npx kit ${command.name()} --help".`))
}
if (process.argv.length === 2) program.help()

const [, , first, topic] = process.argv
const names = commands.map((command) => command.name())
if (first === 'help' && topic !== undefined && !names.includes(topic))
  wrapErrors(program).error(
    `There is no command ${topic}${didYouMean(topic, names, '. "npx kit --help" lists all.')}`,
  )

// A damaged file does not stop the other commands. "doctor" changes nothing.
program.hook('preAction', (_program, command) => {
  if (command === doctorCommand) return
  const sentences = [
    setDamagedAside(root, recordFile),
    setDamagedAside(root, skippedFile),
    setDamagedAside(root, hintsFile),
  ].flat()
  for (const sentence of sentences) printError(sentence)
})

await runProgram(program, partsTogether(process.argv))
