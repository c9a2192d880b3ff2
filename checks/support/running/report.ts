import { cause } from '#kit/course/causes/index.ts'
import { CheckFailure } from '../explaining/failure.ts'

/** Makes a picture, as an SVG. */
export type Plot = () => Promise<string>

/** What one check has to show besides its verdict; the Vitest UI prints it beside the check. */
export class Report {
  readonly #errors = new Map<string, { error: number; threshold: number }>()
  readonly #decided = new Map<string, { decided: number; all: number }>()
  readonly plots: { name: string; plot: Plot }[] = []
  readonly notes: string[] = []

  /** Notes a relative error; of several under one name, the largest is kept. */
  relativeError(what: string, error: number, threshold: number): void {
    const known = this.#errors.get(what)
    if (!known || error > known.error) this.#errors.set(what, { error, threshold })
  }

  /** Notes at how many coordinates a numeric gradient could be told right from wrong. */
  decided(what: string, decided: number, all: number): void {
    const known = this.#decided.get(what) ?? { decided: 0, all: 0 }
    this.#decided.set(what, { decided: known.decided + decided, all: known.all + all })
  }

  /** Takes over what another report has noted about gradients. */
  include(other: Report): void {
    for (const [what, { error, threshold }] of other.#errors) this.relativeError(what, error, threshold)
    for (const [what, { decided, all }] of other.#decided) this.decided(what, decided, all)
  }

  /** Attaches a picture, which is made after the check has its verdict. */
  plot(name: string, plot: Plot): void {
    this.plots.push({ name, plot })
  }

  /** Adds a line of text. */
  note(text: string): void {
    this.notes.push(text)
  }

  /**
   * That the numeric gradients were not all worthless, as they are if a function gives another answer at each call.
   *
   * @throws CheckFailure if less than half of the coordinates could be told right from wrong
   */
  expectDecided(): void {
    for (const [what, { decided, all }] of this.#decided) {
      if (all > 0 && decided < all / 2) {
        throw new CheckFailure('Wrong answer', cause('gradient/function-jumps', { what }))
      }
    }
  }

  /** Everything noted, one line each. */
  lines(): string[] {
    const errors = Array.from(
      this.#errors,
      ([what, { error, threshold }]) =>
        `${what}: relative error ${error.toExponential(1)} (allowed ${threshold.toExponential(0)})`,
    )
    return [...errors, ...this.notes]
  }
}
