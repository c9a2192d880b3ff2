import { SingleBar } from 'cli-progress'

/** A bar that shows how far something is, on a terminal; elsewhere there is nothing to see. */
export class ProgressBar {
  readonly #bar: SingleBar | undefined
  /** What the bar shows at present. */
  #shown = ''

  constructor() {
    if (!process.stdout.isTTY) return
    this.#bar = new SingleBar({
      format: '{name} {bar} {value}/{total}{details}',
      barCompleteChar: '━',
      barIncompleteChar: ' ',
      barsize: 20,
      clearOnComplete: true,
      gracefulExit: false,
      stream: process.stdout,
    })
  }

  /** Whether there is anybody to see it. */
  get isVisible(): boolean {
    return this.#bar !== undefined
  }

  /** Shows so much of the total; another name begins anew. */
  show(name: string, value: number, total: number, details = ''): void {
    const payload = { name, details }
    if (this.#shown === name) this.#bar?.update(value, payload)
    else this.#bar?.start(total, value, payload)
    this.#shown = name
  }

  /** Removes the bar, so that something else can be written. */
  stop(): void {
    this.#bar?.stop()
    this.#shown = ''
  }
}
