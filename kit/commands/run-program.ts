import type { Command } from 'commander'
import { isSystemError, systemSentence } from '../system/system-error.ts'
import { UserError } from '../system/user-error.ts'
import { printError } from '../text/wrap.ts'

/**
 * Runs a program with all of its commands. An error that the user can do something about ends it with its sentence.
 *
 * @param args - as in `process.argv`
 */
export async function runProgram(program: Command, args: readonly string[] = process.argv): Promise<void> {
  for (const command of [program, ...program.commands]) wrapErrors(command)
  try {
    await program.parseAsync(args)
  } catch (error) {
    if (!(error instanceof UserError || isSystemError(error))) throw error
    program.error(isSystemError(error) ? systemSentence(error) : error.message)
  }
}

/** Makes a command wrap its errors at the edge of the terminal. Returns the command. */
export const wrapErrors = (command: Command): Command =>
  command.configureOutput({ writeErr: (text) => printError(text.replace(/\n$/, '')) })
