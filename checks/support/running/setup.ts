import { inject } from 'vitest'
import { beginFile } from '../isolation/current.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Counts the runs of a process that outlives them. Each has work of its own. */
    run: number | undefined
  }
}

// Vitest itself does this for process.exit.
for (const name of ['abort', 'kill'] as const) {
  process[name] = () => {
    throw new Error(`process.${name} would end the checks`)
  }
}

// One process of the checks may run one file after the other, also of one submission after the other.
beginFile(inject('run'))
