import type { MessagePort } from 'node:worker_threads'
import type { Model } from '#kit/solver/index.ts'
import type { TensorData } from '#kit/tensor/index.ts'
import type { TeamMemory } from './team.ts'

/** A tensor on its way from thread to thread. Its data is in shared memory, or is copied with it. */
export interface SentTensor {
  data: TensorData
  shape: readonly number[]
}

export type SentTensors = Readonly<Record<string, SentTensor>>

/** Builds the network in a worker: the export `build` of {@link ParallelOptions.module}. */
export type BuildModel<Options> = (options: Options) => Model | Promise<Model>

/** What a worker is started with. */
export interface WorkerData {
  module: string
  options: unknown
  /** Which member of the team it is, from 1: the main thread is 0. */
  member: number
  memory: TeamMemory
  /** Where the answers go, so that the main thread can fetch them without going back to its event loop. */
  answers: MessagePort
  /** Closes when the thread ends, however it does; nothing is sent. */
  lifeline: MessagePort
  /** In shared memory: from where the parameters come at every step, and where the gradients go. */
  params: SentTensors
  grads: SentTensors
}

/** What the thread that watches over the workers is started with. */
export interface WatchData {
  /** The other end of each worker's lifeline. */
  lifelines: readonly MessagePort[]
  memory: TeamMemory
}

/** What a worker has to do with its share of a batch. */
export type Task =
  | { task: 'loss'; labels: readonly number[]; masksPosition: number | undefined }
  | { task: 'scores'; runningAverages: readonly { runningMean?: SentTensor; runningVar?: SentTensor }[] }

/** A task with all that it takes. */
export type Job = Task & {
  /** How many threads take part. */
  active: number
  /** The share of the worker as a part of the batch, from 0 to 1. */
  weight: number
  x: SentTensor
}

/** What came of it. `failed` without an error is a step that was left because another thread had failed. */
export type Answer =
  | { task: 'loss'; loss: number }
  | { task: 'scores'; scores: SentTensor }
  | { task: 'failed'; error?: { message: string; stack: string } }
