import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { SolverState } from '#kit/solver/index.ts'
import { reasonOf } from '#kit/system/system-error.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { pack, unpack } from './pack.ts'
import { decodeSafetensors, encodeSafetensors, type SafeTensors } from './safetensors.ts'
import { writeWhole } from '../../system/write-whole.ts'
import { isUserError, UserError } from '#kit/system/user-error.ts'

/** The options that a run was started with. They tell whether two runs are the same. */
export type RunOptions = Readonly<Record<string, unknown>>

/** The data needed to resume a run. */
export interface Checkpoint {
  /** The name of the recipe. */
  recipe: string
  /** The options that the run was started with. */
  options: RunOptions
  /** The version of the kit that wrote it. */
  kitVersion: string
  /** What its numbers were computed with, if they depend on it. Older checkpoints lack it. */
  arithmetic?: string
  /** The duration of the run so far, in seconds. */
  seconds: number
  /** The verdicts of the diagnostics so far. Older checkpoints lack them. */
  verdicts?: readonly string[]
  /** The state from which the solver resumes. */
  state: SolverState
}

/** The format version. It changes when older checkpoints can no longer be read. */
const FORMAT = 'cnn-from-scratch 1'

/**
 * Writes a checkpoint in the safetensors format: tensors as tensors, the rest as JSON in the header's metadata. It
 * replaces an older checkpoint atomically, so that a complete one exists at any time.
 *
 * @throws UserError when an update rule's state cannot be saved
 * @throws the system's error when the file cannot be written; the older checkpoint then still exists
 */
export async function writeCheckpoint(path: string, { state, ...rest }: Checkpoint): Promise<void> {
  // There is a loss for every step. A tensor stores them compactly and exactly.
  const loss = new Tensor(Float64Array.from(state.history.loss), [state.history.loss.length])
  const { json, tensors } = pack({ ...state, history: { ...state.history, loss } })
  const checkpoint = JSON.stringify({ ...rest, state: json })
  const metadata = { format: FORMAT, checkpoint, sha256: checksum(checkpoint, tensors) }
  await writeWhole(path, encodeSafetensors({ tensors, metadata }))
}

/** Returns a hash over all data, to detect silent disk errors. */
function checksum(text: string, tensors: SafeTensors['tensors']): string {
  const hash = createHash('sha256').update(text)
  for (const name of Object.keys(tensors).toSorted()) {
    const { data, shape } = tensors[name]
    hash
      .update(`${name} ${shape.join(' ')}`)
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}

/** Reads a checkpoint. @throws UserError when the file is damaged, is not a checkpoint, or cannot be read */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bad = (reason: string) =>
    new UserError(
      'checkpoint',
      `The run cannot be resumed from ${path}: ${reason}. Start a new run without --resume. The kit then moves this one aside.`,
    )
  const bytes = await readFile(path).catch((error: Error) => {
    throw bad(reasonOf(error))
  })
  try {
    const { tensors, metadata } = decodeSafetensors(bytes)
    if (metadata.format !== FORMAT)
      throw new UserError('damaged', 'it is not a checkpoint of this version of the kit')
    if (metadata.sha256 !== checksum(metadata.checkpoint, tensors))
      throw new UserError('damaged', 'it is damaged')
    const { state: json, ...rest } = JSON.parse(metadata.checkpoint) as Record<string, unknown>
    const state = unpack({ json, tensors }) as SolverState
    const loss = state.history.loss as unknown as Tensor
    return { ...rest, state: { ...state, history: { ...state.history, loss: [...loss.data] } } } as Checkpoint
  } catch (error) {
    throw bad(isUserError(error, 'damaged') ? error.message : 'it is damaged')
  }
}
