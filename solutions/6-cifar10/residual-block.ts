import { reluBackward, reluForward, type FastReluCache } from '#kit/layers/index.ts'
import { convBatchnorm, convBatchnormRelu, type Layer, type Step, type Tensors } from '#kit/network/index.ts'
import { add, zeros, type Shape, type Tensor } from '#kit/tensor/index.ts'

// A residual block (He et al. 2015, "Deep residual learning", section 3) learns what to add to its input, instead of
// replacing it: out = ReLU(branch(x) + shortcut(x)). The branch is two convolutions. The shortcut has no parameters.
// Usually it is x itself. If the branch makes the image smaller and has more channels, the shortcut is every second
// pixel of x, followed by channels of zeros (option A of the paper).

/** The options of a shortcut. */
export interface ShortcutOptions {
  /** With stride 2, the shortcut keeps every second row and column, starting with the first. */
  stride: number
  /** The number of channels of the output, at least as many as the input has. */
  filters: number
}

/** What {@link shortcutBackward} needs from the forward pass. */
export interface ShortcutCache {
  /** The shape of x. */
  shape: Shape
  options: ShortcutOptions
}

/**
 * The shortcut around a branch, without parameters.
 *
 * @param x - images, (N, C, H, W)
 * @returns `out`, (N, filters, ⌈H / stride⌉, ⌈W / stride⌉), and the cache for the backward pass
 */
export function shortcutForward(x: Tensor, options: ShortcutOptions): { out: Tensor; cache: ShortcutCache } {
  const { stride, filters } = options
  const [N, C, H, W] = x.shape
  const [outHeight, outWidth] = [Math.ceil(H / stride), Math.ceil(W / stride)]
  const cache = { shape: x.shape, options }
  // TODO 6.1: out[n, c, i, j] is x[n, c, i · stride, j · stride] for the C channels of x, and 0 in all channels after
  // them, (N, filters, outHeight, outWidth). If nothing changes, out may be x itself.
  // BEGIN SOLUTION 6.1
  if (stride === 1 && filters === C) return { out: x, cache }
  const out = zeros([N, filters, outHeight, outWidth], x.dtype)
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++)
          out.data[((n * filters + c) * outHeight + i) * outWidth + j] =
            x.data[((n * C + c) * H + i * stride) * W + j * stride]
  return { out, cache }
  // END SOLUTION 6.1
}

/**
 * The backward pass of the shortcut.
 *
 * @param dout - the upstream gradient, in the shape of out
 * @param cache - what the forward pass kept
 * @returns `dx` in the shape of x
 */
export function shortcutBackward(dout: Tensor, cache: ShortcutCache): { dx: Tensor } {
  const { shape, options } = cache
  const [N, C, H, W] = shape
  const [, , outHeight, outWidth] = dout.shape
  const { stride, filters } = options
  // TODO 6.2: Compute the gradient of sum(dout * out) with respect to x, (N, C, H, W). A pixel that was copied gets the
  // gradient of its copy, and the others get 0.
  // BEGIN SOLUTION 6.2
  if (stride === 1 && filters === C) return { dx: dout }
  const dx = zeros(shape, dout.dtype)
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++)
          dx.data[((n * C + c) * H + i * stride) * W + j * stride] =
            dout.data[((n * filters + c) * outHeight + i) * outWidth + j]
  return { dx }
  // END SOLUTION 6.2
}

/** The branch of a block. Returns its output, and a function that computes the gradient of its input. */
export type Branch = (x: Tensor) => { out: Tensor; backward: (dout: Tensor) => Tensor }

/** What {@link residualBackward} needs from the forward pass. */
export interface ResidualCache {
  branch: ReturnType<Branch>
  shortcut: ShortcutCache
  relu: FastReluCache
}

/**
 * A residual block: ReLU(branch(x) + shortcut(x)).
 *
 * @param x - images, (N, C, H, W)
 * @param branch - its output is (N, filters, ⌈H / stride⌉, ⌈W / stride⌉)
 * @returns `out` in the shape of the branch's output, and the cache for the backward pass
 */
export function residualForward(
  x: Tensor,
  branch: Branch,
  options: ShortcutOptions,
): { out: Tensor; cache: ResidualCache } {
  // TODO 6.3: Add the branch of x and the shortcut of x, and apply the ReLU to the sum.
  // BEGIN SOLUTION 6.3
  const inBranch = branch(x)
  const shortcut = shortcutForward(x, options)
  const { out, cache: relu } = reluForward(add(inBranch.out, shortcut.out))
  return { out, cache: { branch: inBranch, shortcut: shortcut.cache, relu } }
  // END SOLUTION 6.3
}

/**
 * The backward pass of a residual block.
 *
 * @param dout - the upstream gradient, in the shape of out
 * @param cache - what the forward pass kept; `cache.branch.backward` takes the gradient of the branch's output and
 *   returns the gradient of x; call it only once
 * @returns `dx` in the shape of x
 */
export function residualBackward(dout: Tensor, cache: ResidualCache): { dx: Tensor } {
  // TODO 6.4: Go back through the ReLU. Then x gets one gradient through the branch and one through the shortcut.
  // BEGIN SOLUTION 6.4
  const dsum = reluBackward(dout, cache.relu).dx
  return { dx: add(cache.branch.backward(dsum), shortcutBackward(dsum, cache.shortcut).dx) }
  // END SOLUTION 6.4
}

/** A residual block of two 3 x 3 convolutions with batch normalization, as a layer of a network. */
export const residualBlock =
  (filters: number, { stride = 1 } = {}): Layer =>
  (inputShape, parameters) => {
    // With stride 2, an image of even size only needs a border at the top and on the left.
    const first = convBatchnormRelu(filters, { stride, padEnd: stride === 1 ? 1 : 0 })(inputShape, parameters)
    const second = convBatchnorm(filters)(first.outputShape, parameters)
    return {
      outputShape: second.outputShape,
      forward(x, pass) {
        let grads: Tensors = {}
        const branch: Branch = (input) => {
          const one = first.forward(input, pass)
          const two = second.forward(one.out, pass)
          const back = (step: Step, dout: Tensor) => step.backward(dout, grads, { dx: true })!
          return { out: two.out, backward: (dout) => back(one, back(two, dout)) }
        }
        const { out, cache } = residualForward(x, branch, { stride, filters })
        return {
          out,
          backward(dout, into) {
            grads = into
            return residualBackward(dout, cache).dx
          },
        }
      },
    }
  }
