import type { Dataset } from '#data/index.ts'
import type { LineChart } from '#kit/training/report/index.ts'
import type { History, Model, Solver } from '#kit/solver/index.ts'

/** What an experiment is run with. */
export interface Setting {
  /** All of CIFAR-10, for the original's size, or the small set that ships with the kit, for a smaller one. */
  dataset: Dataset
  /** Decides all that is random. */
  seed: number
  /** Replaces the experiment's own number of epochs. */
  epochs?: number
  /** Replaces the experiment's own number of training images. */
  trainSize?: number
}

/** One network to train. */
export interface Training {
  /** What tells it from the others, short enough for a legend. */
  name: string
  /** For experiments over a range: which curve it belongs to, and the value on the x axis. */
  point?: { curve: string; x: number }
  /** Made only when it is its turn. */
  create(): Solver
}

/** What became of a {@link Training}. */
export interface Outcome extends Pick<Training, 'name' | 'point'> {
  history: History
  stepsPerEpoch: number
  /** The loss stopped being a finite number, and training ended there. */
  diverged: boolean
  /** With its best parameters. */
  model: Model
}

/** A picture of pixels, to be shown three times as large. */
export interface PixelPicture {
  name: string
  caption: string
  picture: { width: number; height: number; data: Uint8Array }
}

/** What the page of an experiment shows. */
export interface Show {
  charts: readonly { name: string; chart: LineChart }[]
  pictures?: readonly PixelPicture[]
  /** Measured beside the trainings: a table of its own, headings first. */
  measured?: { caption: string; rows: readonly (readonly string[])[] }
  /** What cannot be shown yet because of a TODO that is still open, a sentence each. */
  missing?: readonly string[]
  /** One more column of the table, by its heading. */
  column?: { heading: string; cell(outcome: Outcome): string }
}

/** A question, the networks that answer it, and what to draw. */
export interface Experiment {
  title: string
  /** What is compared, and how the small set changes it. */
  description: string
  /** To be answered in writing. */
  questions: readonly string[]
  /** One sentence on what to look for in the plots. */
  whatToSee: string
  trainings(setting: Setting): readonly Training[]
  /** @param setting - what the trainings were made from */
  show(outcomes: readonly Outcome[], setting: Setting): Show
}
