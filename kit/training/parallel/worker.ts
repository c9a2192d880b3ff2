import { parentPort, workerData } from 'node:worker_threads'
import { restoreRunningAverages } from '#kit/solver/index.ts'
import { BufferPool, empty, sameShape, Tensor } from '#kit/tensor/index.ts'
import type { Answer, BuildModel, Job, SentTensor, WorkerData } from './messages.ts'
import { Abandoned, Team } from './team.ts'

// A thread of a ParallelModel: it builds the network, and then takes its share of every batch.

const { module, options, member, memory, answers, params, grads } = workerData as WorkerData
const team = new Team(memory, member)
const { build } = (await import(module)) as { build: BuildModel<unknown> }
const model = await build(options)
for (const batchnorm of model.batchnormParams ?? []) Object.assign(batchnorm, { sumOverWorkers: team.sum })
const pool = new BufferPool()

parentPort!.on('message', (job: Job) => {
  let answer: Answer
  try {
    team.begin(job.active, job.weight)
    answer = pool.step(() => work(job), [model])
  } catch (error) {
    team.fail()
    answer = { task: 'failed', error: error instanceof Abandoned ? undefined : sentError(error) }
  }
  answers.postMessage(answer)
  team.finish()
})
parentPort!.postMessage('ready')

function work(job: Job): Answer {
  for (const [name, { data, shape }] of Object.entries(params)) model.params[name] = copyOf({ data, shape })
  return job.task === 'loss' ? computeLoss(job) : computeScores(job)
}

function computeLoss({ x, labels, masksPosition }: Job & { task: 'loss' }): Answer {
  if (model.masks && masksPosition !== undefined) model.masks.position = masksPosition
  const result = model.loss(copyOf(x), labels)
  for (const [name, { data, shape }] of Object.entries(grads)) {
    const gradient = result.grads[name]
    if (!(gradient instanceof Tensor && sameShape(gradient.shape, shape))) {
      throw new TypeError(`loss() must return grads.${name} in the shape of ${name}.`)
    }
    data.set(gradient.data)
  }
  return { task: 'loss', loss: result.loss }
}

function computeScores({ x, runningAverages }: Job & { task: 'scores' }): Answer {
  const own = (tensor?: SentTensor) => tensor && copyOf(tensor)
  restoreRunningAverages(
    model,
    runningAverages.map(({ runningMean, runningVar }) => ({
      runningMean: own(runningMean),
      runningVar: own(runningVar),
    })),
  )
  // A copy in memory of its own: to send a part of WebAssembly's memory would send all of it.
  const { data, shape } = model.scores(copyOf(x)).clone()
  return { task: 'scores', scores: { data, shape } }
}

/** A tensor of this thread, where the fast loops want it. */
function copyOf({ data, shape }: SentTensor): Tensor {
  const copy = empty(shape, data instanceof Float32Array ? 'float32' : 'float64')
  copy.data.set(data)
  return copy
}

function sentError(error: unknown): { message: string; stack: string } {
  if (!(error instanceof Error)) return { message: String(error), stack: '' }
  return { message: `${error.name}: ${error.message}`, stack: error.stack ?? '' }
}
