import { Command } from 'commander'

/** `npx kit demo`: trains a small network and shows what it gets right and wrong. */
export const demoCommand = new Command('demo')
  .description('see the goal: train a small network of the kit in half a minute, and look at its answers')
  .action(async () => {
    // The other commands do not need what this one loads.
    const { demonstrate } = await import('./demonstration.ts')
    await demonstrate()
  })
