import { spawnSync } from 'node:child_process'

/** How the process that runs a submission is kept apart. */
export interface Sandbox {
  /** The words of the command line before Node itself. */
  command: readonly string[]
  /** What that takes away from it, for people. */
  says: string
}

/** Namespaces of its own: it sees no network, no other process and no shared memory. It ends with who started it. */
const NAMESPACES = [
  'setpriv --pdeathsig KILL',
  'unshare --user --map-root-user --net --pid --ipc --uts --fork --kill-child --',
]
  .join(' ')
  .split(' ')

/** Returns the best way to keep a process apart that works here. */
export function findSandbox(): Sandbox {
  if (process.platform === 'linux') {
    const { status } = spawnSync(NAMESPACES[0], [...NAMESPACES.slice(1), 'true'], { stdio: 'ignore' })
    if (status === 0)
      return {
        command: NAMESPACES,
        says: "Node's permissions, and namespaces of Linux (no network, no other processes)",
      }
  }
  return {
    command: [],
    says: "Node's permissions only: this system gave it no namespaces, so it can reach the network and send signals",
  }
}
