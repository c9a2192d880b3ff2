import { parentPort, workerData } from 'node:worker_threads'
import { restoreRunningAverages } from '#kit/solver/index.ts'
import { BufferPool, sameShape, Tensor } from '#kit/tensor/index.ts'
import {
  received,
  sent,
  type Answer,
  type BuildModel,
  type Job,
  type SentTensor,
  type WorkerData,
} from './messages.ts'
import { StepAbortedError, WorkerBarrier } from './worker-barrier.ts'

// A worker thread of a ParallelModel: it builds the network and then computes its share of every batch.

const { module, options, member, memory, answers, wasm: share } = workerData as WorkerData
const barrier = new WorkerBarrier(memory, member)
const { build } = (await import(module)) as { build: BuildModel<unknown> }
const model = await build(options)
for (const batchnorm of model.batchnormParams ?? []) Object.assign(batchnorm, { sumOverWorkers: barrier.sum })
const pool = new BufferPool()
const send = (tensor: Tensor): SentTensor => sent(tensor, share !== undefined)

parentPort!.on('message', (job: Job) => {
  let answer: Answer
  try {
    barrier.begin(job.active, job.weight)
    answer = pool.step(() => work(job), [model])
  } catch (error) {
    barrier.fail()
    answer = { task: 'failed', error: error instanceof StepAbortedError ? undefined : sentError(error) }
  }
  answers.postMessage(answer)
  barrier.finish()
})
parentPort!.postMessage('ready')

function work(job: Job): Answer {
  for (const [name, w] of Object.entries(job.params)) model.params[name] = received(w)
  return job.task === 'loss' ? computeLoss(job) : computeScores(job)
}

function computeLoss({ x, labels, masksPosition }: Job & { task: 'loss' }): Answer {
  if (model.masks && masksPosition !== undefined) model.masks.position = masksPosition
  const { loss, grads } = model.loss(received(x), labels)
  const sentGrads: Record<string, SentTensor> = {}
  for (const [name, { shape }] of Object.entries(model.params)) {
    const gradient = grads[name]
    if (!(gradient instanceof Tensor && sameShape(gradient.shape, shape))) {
      throw new TypeError(`loss() must return grads.${name} in the shape of ${name}.`)
    }
    sentGrads[name] = send(gradient)
  }
  return { task: 'loss', loss, grads: sentGrads }
}

function computeScores({ x, runningAverages }: Job & { task: 'scores' }): Answer {
  restoreRunningAverages(
    model,
    runningAverages.map(({ runningMean, runningVar }) => ({
      runningMean: runningMean && received(runningMean),
      runningVar: runningVar && received(runningVar),
    })),
  )
  return { task: 'scores', scores: send(model.scores(received(x))) }
}

function sentError(error: unknown): { message: string; stack: string } {
  if (!(error instanceof Error)) return { message: String(error), stack: '' }
  return { message: `${error.name}: ${error.message}`, stack: error.stack ?? '' }
}
