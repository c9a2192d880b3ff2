import './require-node.ts'
import { program } from 'commander'
import { RecordError } from '../grading/record.ts'
import { checkCommand } from './kit/check.ts'
import { hintCommand } from './kit/hint.ts'
import { KitError } from './kit/kit-error.ts'
import { nextCommand } from './kit/next.ts'
import { statusCommand } from './kit/status.ts'

// Whoever was listening has gone, such as `head`.
process.stdout.on('error', () => process.exit(1))

program.name('npx kit').description('Find your way through the assignments: what is done, and what is next.')
for (const command of [statusCommand, nextCommand, hintCommand, checkCommand]) {
  program.addCommand(command)
}
if (process.argv.length === 2) program.help()

try {
  await program.parseAsync()
} catch (error) {
  if (!isExpected(error)) throw error
  program.error(error.message)
}

/** Whether the message of an error says everything. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof KitError ||
    error instanceof RecordError ||
    (error instanceof Error && 'syscall' in error)
  )
}
