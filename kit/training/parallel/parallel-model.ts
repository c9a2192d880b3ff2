import { engine } from '#kit/engine/gemm/index.ts'
import { loops } from '#kit/engine/loops/index.ts'
import type { Model } from '#kit/solver/index.ts'
import type { Tensors } from '#kit/network/index.ts'
import { concat, empty, sameShape, Tensor } from '#kit/tensor/index.ts'
import { WorkerThreads } from './worker-threads.ts'
import { received, sent, type Answer, type Task } from './messages.ts'
import { WorkerBarrier, barrierMemory } from './worker-barrier.ts'

/** The options of a {@link ParallelModel}. */
export interface ParallelOptions {
  /** The number of threads that share each batch, including the calling thread; from 1 to 64. */
  workers: number
  /** A module that exports `build(options)`, which builds the same network in each of the other threads. */
  module: URL
  /** The argument of `build`: anything that can be sent to a thread. */
  options: unknown
}

/** The most workers allowed. No processor has use for more. */
export const MOST_WORKERS = 64

/** The distance between the workers' positions in the stream of random numbers for masks. No run uses that many. */
const STREAM_GAP = 2 ** 45

/**
 * A model for data-parallel training. It divides every batch among several threads, each with the same network and the
 * same parameters, and adds up their gradients. A `Solver` can use it like any other model.
 *
 * Gradients and loss equal those of one thread, up to rounding; only the dropout masks differ. This requires batch
 * normalization over the whole batch, see `FastBatchnormParams.sumOverWorkers` and {@link normalizesTogether}. The same
 * seed and the same number of workers give bit-identical results, because everything is added up in the order of the
 * threads. The model's public fields hold all the state that a step depends on.
 */
export class ParallelModel implements Model {
  /** The network of the main thread, which takes the first share of each batch. */
  readonly model: Model
  readonly params: Model['params']
  readonly batchnormParams: Model['batchnormParams']
  readonly masks: Model['masks']
  readonly fixed: Model['fixed']
  readonly #barrier: WorkerBarrier
  readonly #threads: WorkerThreads

  /**
   * Starts the threads and builds the network in each.
   *
   * @param model - the network that `module` builds from `options`, for this thread
   * @throws RangeError when `workers` is not a whole number from 1 to 64
   * @throws the error of a failed `build`
   */
  static async start(model: Model, { workers, module, options }: ParallelOptions): Promise<ParallelModel> {
    if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
      throw new RangeError(`workers must be a whole number from 1 to ${MOST_WORKERS}, not ${workers}`)
    }
    const memory = barrierMemory(workers, longestSum(model))
    const barrier = new WorkerBarrier(memory, 0)
    const threads = new WorkerThreads(barrier, memory)
    await threads.start({ module: module.href, options })
    // Each worker multiplies on its own processor, so the shared BLAS library must not split products further.
    if (workers > 1) engine.setThreads?.(1)
    return new ParallelModel(model, barrier, threads)
  }

  private constructor(model: Model, barrier: WorkerBarrier, threads: WorkerThreads) {
    this.model = model
    this.params = model.params
    this.batchnormParams = model.batchnormParams
    this.masks = model.masks
    this.fixed = model.fixed
    this.#barrier = barrier
    this.#threads = threads
    for (const batchnorm of model.batchnormParams ?? [])
      Object.assign(batchnorm, { sumOverWorkers: barrier.sum })
  }

  /**
   * Computes the loss and its gradients, each a mean over the batch.
   *
   * @throws the error of the network, in whichever thread it occurs
   */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Tensors } {
    const shares = this.#sharesOf(x)
    if (shares.length === 1) return this.model.loss(x, labels)
    const labelsOf = ({ start, end }: Share) => Array.from(labels).slice(start, end)
    const position = this.masks?.position
    const masksOf = (k: number) => (position === undefined ? undefined : position + k * STREAM_GAP)
    const { result, answers } = this.#divide(
      x,
      shares,
      (share, k) => ({ task: 'loss', labels: labelsOf(share), masksPosition: masksOf(k) }),
      (own) => this.model.loss(own, labelsOf(shares[0])),
    )
    const others = answers.map((answer) => answer as Answer & { task: 'loss' })
    const grads = { ...result.grads }
    for (const [name, w] of Object.entries(this.params)) {
      const own = grads[name]
      // The solver reports a gradient that is missing or has the wrong shape.
      if (!(own instanceof Tensor && sameShape(own.shape, w.shape))) continue
      grads[name] = weightedSum(
        [own, ...others.map((other) => received(other.grads[name]))],
        shares.map(({ weight }) => weight),
      )
    }
    const losses = [result, ...others].map(({ loss }, k) => shares[k].weight * loss)
    return { loss: losses.reduce((sum, loss) => sum + loss), grads }
  }

  /** Computes the scores of every class, (N, C). */
  scores(x: Tensor): Tensor {
    const shares = this.#sharesOf(x)
    if (shares.length === 1) return this.model.scores(x)
    const runningAverages = (this.batchnormParams ?? []).map(({ runningMean, runningVar }) => ({
      // Sent as copies, because a batch normalization may update them in place.
      runningMean: runningMean && sent(runningMean, false),
      runningVar: runningVar && sent(runningVar, false),
    }))
    const { result, answers } = this.#divide(
      x,
      shares,
      () => ({ task: 'scores', runningAverages }),
      (own) => this.model.scores(own),
    )
    const others = answers.map((answer) => (answer as Answer & { task: 'scores' }).scores)
    return concat([result, ...others.map(received)])
  }

  /** Ends the threads. Afterwards this thread does all the work. */
  async close(): Promise<void> {
    await this.#threads.end()
  }

  /** Divides a batch among the threads. No share is empty, so there may be fewer shares than threads. */
  #sharesOf(x: Tensor): Share[] {
    const [N] = x.shape
    const shares = sharesOf(N, Math.max(1, Math.min(N, this.#threads.size + 1)))
    this.#barrier.begin(shares.length, shares[0].weight)
    return shares
  }

  #divide<Result>(
    x: Tensor,
    [first, ...others]: readonly Share[],
    taskOf: (share: Share, k: number) => Task,
    own: (rows: Tensor) => Result,
  ): { result: Result; answers: Answer[] } {
    const rowSize = x.size / x.shape[0]
    const rows = ({ start, end }: Share) =>
      new Tensor(x.data.subarray(start * rowSize, end * rowSize), [end - start, ...x.shape.slice(1)])
    const params = mapValues(this.params, this.#threads.send)
    const jobs = others.map((share, i) => ({
      ...taskOf(share, i + 1),
      active: others.length + 1,
      weight: share.weight,
      params,
      x: this.#threads.send(rows(share)),
    }))
    return this.#threads.together(jobs, () => own(rows(first)))
  }
}

/** A part of a batch. */
interface Share {
  /** The first row, and one past the last row. */
  start: number
  end: number
  /** The fraction of the batch. */
  weight: number
}

/** Divides N rows as evenly as possible. The first shares are the larger ones. */
function sharesOf(N: number, count: number): Share[] {
  const startOf = (k: number) => k * Math.floor(N / count) + Math.min(k, N % count)
  return Array.from({ length: count }, (_, k) => {
    const [start, end] = [startOf(k), startOf(k + 1)]
    return { start, end, weight: (end - start) / N }
  })
}

/** Adds two or more tensors of the same shape in order, each multiplied by its weight. */
function weightedSum([first, ...others]: readonly Tensor[], weights: readonly number[]): Tensor {
  const total = empty(first.shape, first.dtype)
  others.forEach(({ data, size }, k) => {
    const [before, weight] = k === 0 ? [first.data, weights[0]] : [total.data, 1]
    loops.weightedSum(total.data, before, data, size, weight, weights[k + 1])
  })
  return total
}

/** Returns the most numbers that a batch normalization adds up at once: two per channel, and their count. */
const longestSum = ({ params }: Model): number =>
  1 + 2 * Math.max(0, ...Object.values(params).map(({ shape }) => (shape.length === 1 ? shape[0] : 0)))

const mapValues = <From, To>(values: Record<string, From>, f: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]))
