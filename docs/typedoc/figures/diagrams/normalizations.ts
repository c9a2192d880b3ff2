import { ones, Random, randn, Tensor, zeros } from '#kit/tensor/index.ts'
import { element } from '#kit/training/report/markup.ts'
import { batchnormForward } from '#work/2-normalization/batchnorm.ts'
import { layernormForward } from '#work/2-normalization/layernorm.ts'
import { spatialBatchnormForward, spatialGroupnormForward } from '#work/4-convolution/spatial-norm.ts'
import { COLOUR, diagram, textFrom } from './drawing.ts'

const [N, C, H, W] = [3, 4, 3, 3]
const [PIXEL, GAP, FEATURE] = [10, 8, 24]
const MARGIN = 14
const PANEL = { width: 238, height: 182 }

interface Panel {
  title: string
  normalize: (x: Tensor) => Tensor
  /** (N, D) or (N, C, H, W). */
  shape: readonly number[]
}

const [gamma, beta] = [ones([C]), zeros([C])]

const ofRows: readonly Panel[] = [
  {
    title: 'Batch normalization',
    normalize: (x) => batchnormForward(x, gamma, beta, { mode: 'train' }).out,
    shape: [N, C],
  },
  {
    title: 'Layer normalization',
    normalize: (x) => layernormForward(x, gamma, beta, {}).out,
    shape: [N, C],
  },
]

const ofImages: readonly Panel[] = [
  {
    title: 'Spatial batch norm',
    normalize: (x) => spatialBatchnormForward(x, gamma, beta, { mode: 'train' }).out,
    shape: [N, C, H, W],
  },
  {
    title: 'Group norm, 2 groups',
    normalize: (x) => spatialGroupnormForward(x, gamma, beta, { groups: 2 }).out,
    shape: [N, C, H, W],
  },
]

/** Which numbers of an (N, D) tensor batch and layer normalization treat together. */
export const normalizationsOfRows = (): string => beside(ofRows)

/** Which numbers of an (N, C, H, W) tensor the normalizations of images treat together, below those of Part 2. */
export const normalizationsOfImages = (): string => beside([...ofRows, ...ofImages])

function beside(panels: readonly Panel[]): string {
  const drawings = panels.map((panel, i) => {
    const [column, row] = [i % 2, Math.floor(i / 2)]
    const at = `translate(${MARGIN + column * PANEL.width} ${row * PANEL.height})`
    return element('g', { transform: at }, drawn(panel))
  })
  return diagram(2 * PANEL.width, (PANEL.height * panels.length) / 2, drawings)
}

function drawn({ title, normalize, shape }: Panel): string {
  const [, , height = 1, width = 1] = shape
  const together = sharing(normalize, shape)
  const size = shape.length === 2 ? FEATURE : PIXEL
  const pitch = { x: width * size + GAP, y: height * size + GAP }
  const cells = together.map((isShared, k) => {
    const [column, row] = [k % width, Math.floor(k / width) % height]
    const [c, n] = [Math.floor(k / (width * height)) % C, Math.floor(k / (width * height * C))]
    const box = {
      x: c * pitch.x + column * size,
      y: 60 + n * pitch.y + row * size,
      width: size,
      height: size,
    }
    const fill = k === 0 ? COLOUR.gradient : isShared ? COLOUR.gradientGround : COLOUR.ground
    return element('rect', { ...box, fill, stroke: COLOUR.line })
  })
  const letters = shape.length === 2 ? 'rows: examples, columns: features' : 'rows: images, columns: channels'
  return [
    textFrom(title, 0, 20, { 'font-weight': 'bold' }),
    textFrom(letters, 0, 40, { fill: COLOUR.muted, 'font-size': 12 }),
    ...cells,
  ].join('')
}

/** Which normalized numbers change when the first number of x changes: those that share its mean and variance. */
function sharing(normalize: (x: Tensor) => Tensor, shape: readonly number[]): boolean[] {
  const x = randn([...shape], { random: new Random(0) })
  const moved = new Tensor(Float64Array.from(x.data), x.shape)
  moved.data[0] += 1
  const [before, after] = [normalize(x), normalize(moved)]
  return Array.from(before.data, (value, k) => Math.abs(value - after.data[k]) > 1e-9)
}
