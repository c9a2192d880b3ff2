import type { Reporter, Vitest } from 'vitest/node'
import { findSandbox } from '../sandbox.ts'

/** Says at the end of a graded run how the submission was kept apart. */
export default class Isolation implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunEnd(): void {
    this.#vitest?.logger.log(
      `  The submission ran in a process of its own. It was kept apart by ${findSandbox().says}.\n`,
    )
  }
}
