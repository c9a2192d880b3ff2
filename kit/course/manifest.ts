import { basename, join } from 'node:path'
import { anchorOf } from './anchors.ts'
import { adaptedTo, readCourse } from './course-settings.ts'
import type { Part, Todo } from './part.ts'

export type { Part, Todo } from './part.ts'

/** Every TODO that the kit has, in the order in which learners should do them, with the kit's own points. */
export const wholeKit: readonly Part[] = [
  part(1, 'Fully connected networks', '1-fully-connected', [
    ['layers.ts', 'affineForward', 2],
    ['layers.ts', 'affineBackward', 3],
    ['layers.ts', 'reluForward', 1],
    ['layers.ts', 'reluBackward', 1],
    ['losses.ts', 'softmaxLoss', 3],
    ['losses.ts', 'svmLoss', 2],
    ['optimizers.ts', 'sgd', 1],
    ['optimizers.ts', 'sgdMomentum', 1],
    ['optimizers.ts', 'rmsprop', 1],
    ['optimizers.ts', 'adam', 2],
    ['two-layer-net.ts', 'TwoLayerNet: parameters', 1],
    ['two-layer-net.ts', 'TwoLayerNet: scores', 1],
    ['two-layer-net.ts', 'TwoLayerNet: loss', 4],
    ['fully-connected-net.ts', 'FullyConnectedNet: parameters', 2],
    ['fully-connected-net.ts', 'FullyConnectedNet: scores', 2],
    ['fully-connected-net.ts', 'FullyConnectedNet: loss', 3],
  ]),
  part(2, 'Normalization', '2-normalization', [
    ['batchnorm.ts', 'batchnormForward', 4],
    ['batchnorm.ts', 'batchnormForward: test mode', 2],
    ['batchnorm.ts', 'batchnormBackwardSteps', 4],
    ['batchnorm.ts', 'batchnormBackward', 4],
    ['batchnorm.ts', 'batchnormBackwardAlt', 4],
    ['layernorm.ts', 'layernormForward', 3],
    ['layernorm.ts', 'layernormBackward', 4],
    ['1-fully-connected/fully-connected-net.ts', 'FullyConnectedNet: gamma and beta', 1],
    ['1-fully-connected/fully-connected-net.ts', 'FullyConnectedNet: normalization', 2],
    ['1-fully-connected/fully-connected-net.ts', 'FullyConnectedNet: normalization backward', 2],
  ]),
  part(3, 'Dropout', '3-dropout', [
    ['dropout.ts', 'dropoutForward', 4],
    ['dropout.ts', 'dropoutBackward', 2],
    ['1-fully-connected/fully-connected-net.ts', 'FullyConnectedNet: dropout', 2],
    ['1-fully-connected/fully-connected-net.ts', 'FullyConnectedNet: dropout backward', 2],
  ]),
  part(4, 'Convolution', '4-convolution', [
    ['conv.ts', 'convForward', 4],
    ['conv.ts', 'convBackward', 5],
    ['max-pool.ts', 'maxPoolForward', 3],
    ['max-pool.ts', 'maxPoolBackward', 3],
    ['spatial-norm.ts', 'spatialBatchnormForward', 2],
    ['spatial-norm.ts', 'spatialBatchnormBackward', 2],
    ['spatial-norm.ts', 'spatialGroupnormForward', 3],
    ['spatial-norm.ts', 'spatialGroupnormBackward', 4],
    ['three-layer-conv-net.ts', 'ThreeLayerConvNet: parameters', 1],
    ['three-layer-conv-net.ts', 'ThreeLayerConvNet: scores', 2],
    ['three-layer-conv-net.ts', 'ThreeLayerConvNet: loss', 4],
  ]),
  part(5, 'Training', '5-training', [
    ['preprocessing.ts', 'fitMean', 1],
    ['preprocessing.ts', 'subtractMean', 1],
    ['preprocessing.ts', 'fitNormalization', 2],
    ['preprocessing.ts', 'normalize', 1],
    ['preprocessing.ts', 'fitPca', 3],
    ['preprocessing.ts', 'project', 1],
    ['preprocessing.ts', 'whiten', 2],
    ['diagnostics.ts', 'expectedInitialLoss', 1],
    ['diagnostics.ts', 'updateRatio', 1],
    ['diagnostics.ts', 'judgeUpdateRatio', 1],
    ['diagnostics.ts', 'vanishingLayers', 2],
    ['diagnostics.ts', 'readCurve', 2],
    ['diagnostics.ts', 'judgeLearningRate', 3],
    ['diagnostics.ts', 'judgeFitting', 2],
    ['diagnostics.ts', 'filterBrightness', 2],
    ['diagnostics.ts', 'filterGrid', 3],
    ['sanity-checks.ts', 'numericGradient', 2],
    ['sanity-checks.ts', 'relativeError', 1],
    ['sanity-checks.ts', 'judgeOverfitting', 2],
  ]),
  part(6, 'CIFAR-10', '6-cifar10', [
    ['residual-block.ts', 'shortcutForward', 2],
    ['residual-block.ts', 'shortcutBackward', 2],
    ['residual-block.ts', 'residualForward', 2],
    ['residual-block.ts', 'residualBackward', 3],
    ['nesterov-momentum.ts', 'nesterovMomentum', 1],
    ['whitening-filters.ts', 'whiteningFilters', 3],
    ['identity-filters.ts', 'identityFilters', 2],
  ]),
]

/** What the teacher of a course has chosen in course.json. */
export const course = readCourse(join(import.meta.dirname, '../..'), wholeKit)

/** All parts, with the points and dates of the course. */
const adapted = adaptedTo(course, wholeKit)

/** The parts of this course, with every TODO in the order in which learners should do them. */
export const manifest: readonly Part[] = adapted.filter(
  ({ number }) => course.parts?.includes(number) ?? true,
)

function part(
  number: number,
  title: string,
  folder: string,
  /** A file without a folder belongs to this part. A later part may return to a file of an earlier one. */
  rows: readonly (readonly [file: string, title: string, points: number])[],
): Part {
  const files = [...new Set(rows.map(([file]) => file))]
  const todos = rows.map(([file, name, points], i) => {
    const id = `${number}.${i + 1}`
    return {
      id,
      title: name,
      file: file.includes('/') ? file : `${folder}/${file}`,
      points,
      handout: `assignments/${folder}/README.md#${anchorOf(`${id} ${name}`)}`,
      checks: `checks/${folder}/${files.indexOf(file) + 1}-${basename(file, '.ts')}.check.ts`,
    }
  })
  return { number, title, folder, todos }
}

/** Returns whether the course has this part. */
export const hasPart = (number: number): boolean => manifest.some((one) => one.number === number)

/**
 * Returns the TODO with this number, also if its part does not belong to this course.
 *
 * @throws RangeError when there is none
 */
export const findTodo = (id: string): Todo => partOf(id).todos.find((todo) => todo.id === id)!

/**
 * Returns the part that a TODO belongs to, also if the part does not belong to this course.
 *
 * @throws RangeError when there is no such TODO
 */
export function partOf(id: string): Part {
  const found = adapted.find(({ todos }) => todos.some((todo) => todo.id === id))
  if (!found) throw new RangeError(`There is no TODO ${id}`)
  return found
}

/** Returns the tag of a part's checks: `part-1`. */
export const tagOf = ({ number }: Part): string => `part-${number}`
