import { encode } from 'fast-png'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lossCurve } from '#kit/report/index.ts'
import type { Solver } from '#kit/solver/index.ts'
import { transpose, type Tensor } from '#kit/tensor/index.ts'
import { ask } from './training-advice.ts'

/**
 * Leaves pictures of a training run in its folder: its curves, and the filters of its first layer as
 * TODO 5.16 draws them.
 *
 * @returns the lines to print: where the pictures are, or why there are none
 */
export async function writePictures(name: string, solver: Solver, folder: string): Promise<string[]> {
  const filters = firstFilters(solver.model.params.W1)
  try {
    await writeFile(join(folder, 'curves.svg'), await lossCurve(name, solver))
    if (!filters) return [`A picture of the curves: ${folder}`]
    const missing = await ask(async ({ filterGrid }) => {
      await writeFile(join(folder, 'filters.png'), encode({ ...filterGrid(filters), channels: 3 }))
      return []
    })
    return [`Pictures of the curves and of the first layer's filters: ${folder}`, ...missing]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [`The pictures could not be written to ${folder}: ${reason}`]
  }
}

/** The weights of a first layer as images, (F, 3, H, W), if it looks at images: an affine layer's are 32 x 32 then. */
function firstFilters(W1: Tensor): Tensor | undefined {
  if (W1.shape.length === 4) return W1
  return W1.shape[0] === 3 * 32 * 32 ? transpose(W1).reshape([-1, 3, 32, 32]) : undefined
}
