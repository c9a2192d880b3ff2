import { Command } from 'commander'
import { expect, onTestFinished, test, vi } from 'vitest'
import { runProgram } from '#kit/commands/run-program.ts'
import { UserError } from '#kit/system/user-error.ts'

/** Runs a command that fails with this error on a terminal with 30 columns. Returns what it prints as an error. */
async function printedBy(error: Error): Promise<string> {
  const { columns } = process.stderr
  process.stderr.columns = 30
  onTestFinished(() => void (process.stderr.columns = columns))
  const write = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => write.mockRestore())
  const failing = new Command('fail').action(() => {
    throw error
  })
  const program = new Command().exitOverride().addCommand(failing.exitOverride())
  await expect(runProgram(program, ['node', 'kit', 'fail'])).rejects.toThrow(error.message)
  await expect(runProgram(program, ['node', 'kit', 'fail', '--wrong-option'])).rejects.toThrow(
    'unknown option',
  )
  await expect(runProgram(program, ['node', 'kit'])).rejects.toThrow('outputHelp')
  return write.mock.calls.map(([text]) => `${text}\n`).join('')
}

test('the errors of every command are wrapped at the edge of the terminal', async () => {
  const said = await printedBy(
    new UserError('command', 'A sentence that is longer than the terminal is wide.'),
  )
  expect(said).toContain(
    "A sentence that is longer than\nthe terminal is wide.\nerror: unknown option\n'--wrong-option'\n",
  )
  expect(said).toMatch(/\nCommands:\n {2}fail\n/)
})

test('an error that nobody expects keeps its stack trace', async () => {
  expect(await printedBy(new Error('A mistake of the kit.'))).not.toContain('mistake')
})
