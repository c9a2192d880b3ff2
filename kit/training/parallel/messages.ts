import type { MessagePort } from 'node:worker_threads'
import type { Model } from '#kit/solver/index.ts'
import { empty, sizeOf, Tensor, type DType, type TensorData } from '#kit/tensor/index.ts'
import { inWasmMemory, numbersAt, type WasmShare } from '#kit/engine/wasm/index.ts'
import type { BarrierMemory } from './worker-barrier.ts'

/** A tensor sent between threads: its address in the memory that both share, or a copy. */
export type SentTensor = { shape: readonly number[] } & (
  { address: number; dtype: DType } | { data: TensorData }
)

export type SentTensors = Readonly<Record<string, SentTensor>>

/**
 * Returns a tensor in the form in which it is sent: an address if `shared`, otherwise a copy. An address is valid until
 * the end of the step in which the tensor was made.
 */
export const sent = ({ data, dtype, shape }: Tensor, shared: boolean): SentTensor =>
  shared && inWasmMemory(data)
    ? { address: data.byteOffset, dtype, shape }
    : // Posting a subarray would send its whole buffer.
      { data: data.slice(), shape }

/** Returns the tensor that was sent, in the memory that the fast loops use. */
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

/** The data that a worker is started with. */
export interface WorkerData {
  module: string
  options: unknown
  /** Its number, from 1. The main thread is 0. */
  member: number
  memory: BarrierMemory
  /** The port for answers. The main thread can read from it without returning to its event loop. */
  answers: MessagePort
  /** Closes when the thread ends for any reason. Nothing is sent. */
  lifeline: MessagePort
  /** The part of the main thread's memory that it uses; without it, it has memory of its own. */
  wasm: WasmShare | undefined
}

/** The data that the watching thread is started with. */
export interface WatchData {
  /** The other end of each worker's lifeline. */
  lifelines: readonly MessagePort[]
  memory: BarrierMemory
}

/** What a worker computes for its share of a batch. */
export type Task =
  | { task: 'loss'; labels: readonly number[]; masksPosition: number | undefined }
  | { task: 'scores'; runningAverages: readonly { runningMean?: SentTensor; runningVar?: SentTensor }[] }

/** A task with all of its inputs. */
export type Job = Task & {
  /** The number of threads that take part. */
  active: number
  /** The worker's share as a fraction of the batch, from 0 to 1. */
  weight: number
  params: SentTensors
  x: SentTensor
}

/** The result of a job. `failed` without an error: the step was aborted because another thread had failed. */
export type Answer =
  | { task: 'loss'; loss: number; grads: SentTensors }
  | { task: 'scores'; scores: SentTensor }
  | { task: 'failed'; error?: { message: string; stack: string } }
