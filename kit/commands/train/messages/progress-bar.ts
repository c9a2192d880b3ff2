import { SingleBar } from 'cli-progress'
import { symbols } from '#kit/text/symbols.ts'
import { progressLine, type Progress } from './progress-line.ts'

/** The bar's payload besides the numbers. */
type Payload = Pick<Progress, 'name' | 'details'>

/** A progress bar on a terminal. Without a terminal it shows nothing. */
export class ProgressBar {
  readonly #bar: SingleBar | undefined
  /** The name that the bar shows at present. */
  #shown = ''

  constructor() {
    if (!process.stdout.isTTY) return
    this.#bar = new SingleBar({
      // Clearing the rest of the line would also clear its last column.
      format: ({ barCompleteString = '' }, { progress, value, total }, { name, details }: Payload) =>
        progressLine(
          { name, count: `${value}/${total}`, details },
          (process.stdout.columns || 80) - 1,
          (width) => barCompleteString.slice(0, Math.round(progress * width)).padEnd(width),
        ),
      barCompleteChar: symbols.line,
      barIncompleteChar: ' ',
      barsize: 20,
      clearOnComplete: true,
      gracefulExit: false,
      stream: process.stdout,
    })
    // The bar has disabled line wrapping, which must be restored however the process ends.
    process.once('exit', () => this.stop())
  }

  /** Whether the bar is on a terminal. */
  get isVisible(): boolean {
    return this.#bar !== undefined
  }

  /** Shows the progress. A new name restarts the bar. */
  show(name: string, value: number, total: number, details: Progress['details'] = []): void {
    const payload: Payload = { name, details }
    if (this.#shown === name) this.#bar?.update(value, payload)
    else this.#bar?.start(total, value, payload)
    this.#shown = name
  }

  /** Removes the bar, so that other text can be printed. */
  stop(): void {
    this.#bar?.stop()
    this.#shown = ''
  }
}
