import type { Mutant } from './mutant.ts'
import { mutants as affineForward } from './1-fully-connected/affine-forward.ts'
import { mutants as affineBackward } from './1-fully-connected/affine-backward.ts'
import { mutants as relu } from './1-fully-connected/relu.ts'
import { mutants as softmaxLoss } from './1-fully-connected/softmax-loss.ts'
import { mutants as svmLoss } from './1-fully-connected/svm-loss.ts'
import { mutants as sgd } from './1-fully-connected/sgd.ts'
import { mutants as rmsprop } from './1-fully-connected/rmsprop.ts'
import { mutants as adam } from './1-fully-connected/adam.ts'
import { mutants as twoLayerNetParameters } from './1-fully-connected/two-layer-net-parameters.ts'
import { mutants as twoLayerNet } from './1-fully-connected/two-layer-net.ts'
import { mutants as fullyConnectedNetParameters } from './1-fully-connected/fully-connected-net-parameters.ts'
import { mutants as fullyConnectedNet } from './1-fully-connected/fully-connected-net.ts'
import { mutants as batchnormTrain } from './2-normalization/batchnorm-train.ts'
import { mutants as batchnormTest } from './2-normalization/batchnorm-test.ts'
import { mutants as batchnormSteps } from './2-normalization/batchnorm-steps.ts'
import { mutants as batchnormBackward } from './2-normalization/batchnorm-backward.ts'
import { mutants as batchnormBackwardAlt } from './2-normalization/batchnorm-backward-alt.ts'
import { mutants as layernorm } from './2-normalization/layernorm.ts'
import { mutants as normalizedNet } from './2-normalization/fully-connected-net.ts'
import { mutants as dropout } from './3-dropout/dropout.ts'
import { mutants as droppedNet } from './3-dropout/fully-connected-net.ts'
import { mutants as convForward } from './4-convolution/conv-forward.ts'
import { mutants as convBackward } from './4-convolution/conv-backward.ts'
import { mutants as maxPool } from './4-convolution/max-pool.ts'
import { mutants as spatialBatchnorm } from './4-convolution/spatial-batchnorm.ts'
import { mutants as spatialGroupnorm } from './4-convolution/spatial-groupnorm.ts'
import { mutants as threeLayerConvNet } from './4-convolution/three-layer-conv-net.ts'
import { mutants as threeLayerConvNetLoss } from './4-convolution/three-layer-conv-net-loss.ts'
import { mutants as preprocessing } from './5-training/preprocessing.ts'
import { mutants as pca } from './5-training/pca.ts'
import { mutants as diagnostics } from './5-training/diagnostics.ts'
import { mutants as verdicts } from './5-training/verdicts.ts'
import { mutants as filters } from './5-training/filters.ts'
import { mutants as sanityChecks } from './5-training/sanity-checks.ts'
import { mutants as residualBlock } from './6-cifar10/residual-block.ts'

/** Every mistake that the checks must catch, file by file. */
export const mutants: readonly Mutant[] = [
  ...affineForward,
  ...affineBackward,
  ...relu,
  ...softmaxLoss,
  ...svmLoss,
  ...sgd,
  ...rmsprop,
  ...adam,
  ...twoLayerNetParameters,
  ...twoLayerNet,
  ...fullyConnectedNetParameters,
  ...fullyConnectedNet,
  ...batchnormTrain,
  ...batchnormTest,
  ...batchnormSteps,
  ...batchnormBackward,
  ...batchnormBackwardAlt,
  ...layernorm,
  ...normalizedNet,
  ...dropout,
  ...droppedNet,
  ...convForward,
  ...convBackward,
  ...maxPool,
  ...spatialBatchnorm,
  ...spatialGroupnorm,
  ...threeLayerConvNet,
  ...threeLayerConvNetLoss,
  ...preprocessing,
  ...pca,
  ...diagnostics,
  ...verdicts,
  ...filters,
  ...sanityChecks,
  ...residualBlock,
]
