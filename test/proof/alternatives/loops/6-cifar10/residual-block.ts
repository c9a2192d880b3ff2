import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { Branch, ShortcutOptions } from '#work/6-cifar10/residual-block.ts'

// Every output pixel asks where it comes from. The cache of a block is its output: what is 0 there was cut off.

type Pair = readonly [from: number, to: number]

/** Where in x and in out the pixels stand that are handed on. */
function handedOn([N, C, H, W]: readonly number[], { stride, filters }: ShortcutOptions): Pair[] {
  const pairs: Pair[] = []
  const [rows, columns] = [Math.ceil(H / stride), Math.ceil(W / stride)]
  for (let to = 0; to < N * filters * rows * columns; to++) {
    const [j, i] = [to % columns, Math.floor(to / columns) % rows]
    const [c, n] = [Math.floor(to / (columns * rows)) % filters, Math.floor(to / (columns * rows * filters))]
    if (c < C) pairs.push([((n * C + c) * H + i * stride) * W + j * stride, to])
  }
  return pairs
}

export function shortcutForward(x: Tensor, options: ShortcutOptions) {
  const { stride, filters } = options
  const [N, , H, W] = x.shape
  const out = zeros([N, filters, Math.ceil(H / stride), Math.ceil(W / stride)], x.dtype)
  const pairs = handedOn(x.shape, options)
  for (const [from, to] of pairs) out.data[to] = x.data[from]
  return { out, cache: { pairs, shape: x.shape } }
}

export function shortcutBackward(
  dout: Tensor,
  { pairs, shape }: ReturnType<typeof shortcutForward>['cache'],
): { dx: Tensor } {
  const dx = zeros(shape, dout.dtype)
  for (const [from, to] of pairs) dx.data[from] = dout.data[to]
  return { dx }
}

export function residualForward(x: Tensor, branch: Branch, options: ShortcutOptions) {
  const inner = branch(x)
  const shortcut = shortcutForward(x, options)
  const out = zerosLike(shortcut.out)
  for (let i = 0; i < out.size; i++) out.data[i] = Math.max(0, inner.out.data[i] + shortcut.out.data[i])
  return { out, cache: { branch: inner, shortcut: shortcut.cache, out } }
}

export function residualBackward(
  dout: Tensor,
  { branch, shortcut, out }: ReturnType<typeof residualForward>['cache'],
): { dx: Tensor } {
  const dsum = zerosLike(dout)
  for (let i = 0; i < dsum.size; i++) if (out.data[i] > 0) dsum.data[i] = dout.data[i]
  const inner = branch.backward(dsum)
  const dx = shortcutBackward(dsum, shortcut).dx.clone()
  for (let i = 0; i < dx.size; i++) dx.data[i] += inner.data[i]
  return { dx }
}
