import { add, map, matmul, mul, pad, transpose, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { Branch, ShortcutOptions } from '#work/6-cifar10/residual-block.ts'

// Rows and columns are chosen by matrices of zeros and ones, from the left and from the right; channels are padded.

/** (⌈size / stride⌉, size): selects one element of every `stride`. */
function chooser(size: number, stride: number, like: Tensor): Tensor {
  const matrix = zeros([Math.ceil(size / stride), size], like.dtype)
  return map(matrix, (_, k) => Number(k % size === Math.floor(k / size) * stride))
}

/** Every image as rows · x · columns. */
function between(rows: Tensor, x: Tensor, columns: Tensor): Tensor {
  const [N, C, H, W] = x.shape
  const narrowed = matmul(x.reshape([-1, W]), columns).reshape([N * C, H, -1])
  const width = narrowed.shape[2]
  const standing = transpose(narrowed, [1, 0, 2]).reshape([H, -1])
  const chosen = matmul(rows, standing).reshape([rows.shape[0], N * C, width])
  return transpose(chosen, [1, 0, 2]).reshape([N, C, rows.shape[0], width])
}

export function shortcutForward(x: Tensor, { stride, filters }: ShortcutOptions) {
  const [, C, H, W] = x.shape
  const [rows, columns] = [chooser(H, stride, x), chooser(W, stride, x)]
  const none = [0, 0] as const
  const out = pad(between(rows, x, transpose(columns)), [none, [0, filters - C], none, none])
  return { out, cache: { rows, columns, C } }
}

export function shortcutBackward(
  dout: Tensor,
  { rows, columns, C }: ReturnType<typeof shortcutForward>['cache'],
): { dx: Tensor } {
  const [N, filters, outHeight, outWidth] = dout.shape
  const chosen = map(zeros([C, filters], dout.dtype), (_, k) =>
    Number(k % filters === Math.floor(k / filters)),
  )
  const channelsFirst = transpose(dout, [1, 0, 2, 3]).reshape([filters, -1])
  const kept = transpose(matmul(chosen, channelsFirst).reshape([C, N, outHeight, outWidth]), [1, 0, 2, 3])
  return { dx: between(transpose(rows), kept, columns) }
}

export function residualForward(x: Tensor, branch: Branch, options: ShortcutOptions) {
  const { out: direct, cache } = shortcutForward(x, options)
  const { out: learned, backward } = branch(x)
  const total = add(direct, learned)
  const gate = map(total, (value) => Number(value > 0))
  return { out: mul(total, gate), cache: { backward, gate, shortcut: cache } }
}

export function residualBackward(
  dout: Tensor,
  { backward, gate, shortcut }: ReturnType<typeof residualForward>['cache'],
): { dx: Tensor } {
  const dsum = mul(gate, dout)
  return { dx: add(shortcutBackward(dsum, shortcut).dx, backward(dsum)) }
}
