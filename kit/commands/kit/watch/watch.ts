import { Command } from 'commander'
import { runVitest } from '../run-vitest.ts'

/** `npx kit watch`: runs Vitest's watch mode, with keys for what a learner needs below the output. */
export const watchCommand = new Command('watch')
  .description('grade your work on every save; press a key for the next TODO, a hint or the handout')
  .option(
    '--poll',
    'check the files regularly, where the system does not report that they were saved (network drives, containers)',
  )
  .action(async ({ poll = false }: { poll?: boolean }) => {
    if (process.stdin.isTTY && process.stdout.isTTY) {
      const { watch } = await import('./watch-session.ts')
      await watch({ poll })
    } else {
      // There is no terminal, so nobody can press a key.
      process.exitCode = await runVitest([])
    }
  })
