import { affineGraph } from './affine-graph.ts'
import { batchnormGraph } from './batchnorm-graph.ts'
import { convolutionSteps } from './convolution-steps.ts'
import { dropoutMask } from './dropout-mask.ts'
import { im2col } from './im2col.ts'
import { lossesOverMargin } from './losses-over-margin.ts'
import { normalizationsOfImages, normalizationsOfRows } from './normalizations.ts'
import { oneStep } from './one-step.ts'
import { poolWinners } from './pool-winners.ts'
import { residualBlock } from './residual-block.ts'
import { softmaxGraph } from './softmax-graph.ts'
import { valleyPaths } from './valley-paths.ts'

/** What draws each diagram, by its file in docs/figures/. They need no training: the same numbers come out everywhere. */
export const diagrams: Readonly<Record<string, () => string>> = {
  'one-step.svg': oneStep,
  'affine-graph.svg': affineGraph,
  'softmax-graph.svg': softmaxGraph,
  'losses-over-margin.svg': lossesOverMargin,
  'valley-paths.svg': valleyPaths,
  'batchnorm-graph.svg': batchnormGraph,
  'normalizations-of-rows.svg': normalizationsOfRows,
  'dropout-mask.svg': dropoutMask,
  'convolution-steps.svg': convolutionSteps,
  'im2col.svg': im2col,
  'pool-winners.svg': poolWinners,
  'normalizations-of-images.svg': normalizationsOfImages,
  'residual-block.svg': residualBlock,
}
