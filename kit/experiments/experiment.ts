import type { Dataset } from '#data/index.ts'
import type { LineChart } from '#kit/training/report/index.ts'
import type { History, Model, Solver } from '#kit/solver/index.ts'

/** The data and options of an experiment. */
export interface Setting {
  /** All of CIFAR-10 for the original's size, or the small set that ships with the kit for a smaller one. */
  dataset: Dataset
  /** The seed of all random numbers. */
  seed: number
  /** Replaces the experiment's own number of epochs. */
  epochs?: number
  /** Replaces the experiment's own number of training images. */
  trainSize?: number
}

/** One network to train. */
export interface Training {
  /** A name that distinguishes it, short enough for a legend. */
  name: string
  /** For experiments over a range: the curve it belongs to, and the value on the x axis. */
  point?: { curve: string; x: number }
  /** Creates the solver, when it is this network's turn. */
  create(): Solver
}

/** The result of a {@link Training}. */
export interface Outcome extends Pick<Training, 'name' | 'point'> {
  history: History
  stepsPerEpoch: number
  /** Whether the loss stopped being a finite number, which ended the training. */
  diverged: boolean
  /** The model with its best parameters. */
  model: Model
}

/** A picture of pixels, to be shown at three times its size. */
export interface PixelPicture {
  name: string
  caption: string
  picture: { width: number; height: number; data: Uint8Array }
}

/** The content of an experiment's page. */
export interface Show {
  charts: readonly { name: string; chart: LineChart }[]
  pictures?: readonly PixelPicture[]
  /** Measurements besides the trainings, as a separate table with the headings first. */
  measured?: { caption: string; rows: readonly (readonly string[])[] }
  /** One sentence for each thing that cannot be shown yet because a TODO is not written. */
  missing?: readonly string[]
  /** An additional column of the table, with its heading. */
  column?: { heading: string; cell(outcome: Outcome): string }
}

/** A question, the networks that answer it, and what to draw. */
export interface Experiment {
  title: string
  /** What is compared, and how the small set changes it. */
  description: string
  /** Questions for learners to answer in writing. */
  questions: readonly string[]
  /** One sentence on what to look for in the plots. */
  whatToSee: string
  trainings(setting: Setting): readonly Training[]
  /** Returns the content of the page. @param setting - the setting that the trainings were made from */
  show(outcomes: readonly Outcome[], setting: Setting): Show
}
