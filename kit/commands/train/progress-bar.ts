import { SingleBar } from 'cli-progress'
import { signs } from '#kit/text/symbols.ts'
import { progressLine, type Progress } from './progress-line.ts'

/** What the bar is told beside numbers. */
type Payload = Pick<Progress, 'name' | 'details'>

/** A bar that shows how far something is, on a terminal; elsewhere there is nothing to see. */
export class ProgressBar {
  readonly #bar: SingleBar | undefined
  /** What the bar shows at present. */
  #shown = ''

  constructor() {
    if (!process.stdout.isTTY) return
    this.#bar = new SingleBar({
      // What is behind the line is cleared, and with it what stands in the last column.
      format: ({ barCompleteString = '' }, { progress, value, total }, { name, details }: Payload) =>
        progressLine(
          { name, count: `${value}/${total}`, details },
          (process.stdout.columns || 80) - 1,
          (width) => barCompleteString.slice(0, Math.round(progress * width)).padEnd(width),
        ),
      barCompleteChar: signs.line,
      barIncompleteChar: ' ',
      barsize: 20,
      clearOnComplete: true,
      gracefulExit: false,
      stream: process.stdout,
    })
    // However the process ends: the bar has switched line wrapping off.
    process.once('exit', () => this.stop())
  }

  /** Whether there is anybody to see it. */
  get isVisible(): boolean {
    return this.#bar !== undefined
  }

  /** Shows so much of the total; another name begins anew. */
  show(name: string, value: number, total: number, details: Progress['details'] = []): void {
    const payload: Payload = { name, details }
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
