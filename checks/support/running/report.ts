import { cause } from '#kit/course/causes/index.ts'
import { CheckFailure } from '../explaining/failure.ts'

/** Draws a picture as an SVG. */
export type Plot = () => Promise<string>

/** What one check shows besides its verdict. The Vitest UI displays it next to the check. */
export class Report {
  readonly #errors = new Map<string, { error: number; threshold: number }>()
  readonly #judged = new Map<string, { judged: number; all: number }>()
  readonly plots: { name: string; plot: Plot }[] = []
  readonly notes: string[] = []

  /** Records a relative error. Of several errors with one name, the largest is kept. */
  relativeError(what: string, error: number, threshold: number): void {
    const known = this.#errors.get(what)
    if (!known || error > known.error) this.#errors.set(what, { error, threshold })
  }

  /** Records at how many coordinates a numeric gradient was able to tell right from wrong. */
  countJudged(what: string, judged: number, all: number): void {
    const known = this.#judged.get(what) ?? { judged: 0, all: 0 }
    this.#judged.set(what, { judged: known.judged + judged, all: known.all + all })
  }

  /** Adds what another report has recorded about gradients. */
  include(other: Report): void {
    for (const [what, { error, threshold }] of other.#errors) this.relativeError(what, error, threshold)
    for (const [what, { judged, all }] of other.#judged) this.countJudged(what, judged, all)
  }

  /** Attaches a picture, which is drawn after the check has its verdict. */
  plot(name: string, plot: Plot): void {
    this.plots.push({ name, plot })
  }

  /** Adds a line of text. */
  note(text: string): void {
    this.notes.push(text)
  }

  /**
   * Fails unless most of each numeric gradient was reliable. It is not if a function gives another answer at each call.
   *
   * @throws CheckFailure if fewer than half of the coordinates could be judged right or wrong
   */
  expectReliableGradients(): void {
    for (const [what, { judged, all }] of this.#judged) {
      if (all > 0 && judged < all / 2) {
        throw new CheckFailure('Wrong answer', cause('gradient/function-jumps', { what }))
      }
    }
  }

  /** Returns everything recorded, one line each. */
  lines(): string[] {
    const errors = Array.from(
      this.#errors,
      ([what, { error, threshold }]) =>
        `${what}: relative error ${error.toExponential(1)} (allowed ${threshold.toExponential(0)})`,
    )
    return [...errors, ...this.notes]
  }
}
