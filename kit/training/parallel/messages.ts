import type { MessagePort } from 'node:worker_threads'
import type { Model } from '#kit/solver/index.ts'
import { empty, sizeOf, Tensor, type DType, type TensorData } from '#kit/tensor/index.ts'
import type { QueueMemory } from '#kit/engine/threads/index.ts'
import { inWasmMemory, numbersAt, type WasmShare } from '#kit/engine/wasm/index.ts'
import type { TeamMemory } from './team.ts'

/** A tensor on its way from thread to thread: where it lies in the memory that both work in, or a copy. */
export type SentTensor = { shape: readonly number[] } & (
  { address: number; dtype: DType } | { data: TensorData }
)

export type SentTensors = Readonly<Record<string, SentTensor>>

/**
 * A tensor as it is sent to a thread that works in the same memory, if `shared`. It is good until the step ends in which
 * it was made.
 */
export const sent = ({ data, dtype, shape }: Tensor, shared: boolean): SentTensor =>
  shared && inWasmMemory(data)
    ? { address: data.byteOffset, dtype, shape }
    : // To send a part of an array would send all of it.
      { data: data.slice(), shape }

/** The tensor that was sent, where the fast loops want it. */
export function received(tensor: SentTensor): Tensor {
  const { shape } = tensor
  if ('address' in tensor) return new Tensor(numbersAt(tensor.address, sizeOf(shape), tensor.dtype), shape)
  const { data } = tensor
  const copy = empty(shape, data instanceof Float32Array ? 'float32' : 'float64')
  copy.data.set(data)
  return copy
}

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
  /** The part of the main thread's memory that it works in; without it, it has memory of its own. */
  wasm: WasmShare | undefined
  /** Where it helps the main thread between two jobs, with the products of this BLAS library, if with any. */
  queue: QueueMemory | undefined
  library: string | undefined
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
  params: SentTensors
  x: SentTensor
}

/** How a job comes to a worker. */
export interface Order {
  job: Job
  /** How often the workers were told to stop helping so far: the next time, the next job comes. */
  dismissed: number
}

/** What came of it. `failed` without an error is a step that was left because another thread had failed. */
export type Answer =
  | { task: 'loss'; loss: number; grads: SentTensors }
  | { task: 'scores'; scores: SentTensor }
  | { task: 'failed'; error?: { message: string; stack: string } }
