import type { Reporter, Vitest } from 'vitest/node'

/** Prints the address of the Vitest UI below every run: what Vitest printed at the start has scrolled out of sight. */
export default class AddressReporter implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onWatcherStart(): void {
    const { vite, config, logger } = this.#vitest!
    const origin = vite.resolvedUrls?.local[0] ?? vite.resolvedUrls?.network[0]
    if (!origin) return
    const url = new URL(config.uiBase, origin)
    url.searchParams.set('token', config.api.token)
    // On a line of its own the address fits into 80 columns, so it can be copied in one piece.
    logger.log(`       The checks in your browser:\n  ${url}`)
  }
}
