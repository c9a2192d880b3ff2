import { mutant, type Mutant } from '../mutant.ts'

const compare = 'if (x.data[pixel] > x.data[winner]) winner = pixel'
const write = 'out.data[place] = x.data[winner]'
const first = 'let winner = offsetOf(x, n, c, i * stride, j * stride)'
const pixel = 'offsetOf(x, n, c, i * stride + p, j * stride + q)'
const add = 'dx.data[winner] += dout.data[k]'

const cached = 'cache: { x, winners }'

/** A list of winners, for the backward pass, with all equal maxima of each window in it. */
const allTies = `cache: { x, winners: { forEach: (visit: any) => winners.forEach((winner, k) => {
    const [j, i, plane] = [k % outWidth, Math.floor(k / outWidth) % outHeight, Math.floor(k / outWidth / outHeight)]
    for (let p = 0; p < poolHeight; p++)
      for (let q = 0; q < poolWidth; q++) {
        const pixel = offsetOf(x, 0, plane, i * stride + p, j * stride + q)
        if (x.data[pixel] === x.data[winner]) visit(pixel, k)
      }
  }) } as never }`

/** The gradient of each window of 2 x 2 side by side, divided among its equal maxima. */
const divided = `const [, , H, W] = cache.x.shape
    const [row, column] = [Math.floor(winner / W) & ~1, (winner % W) & ~1]
    const window = [0, 1, W, W + 1].map((step) => row * W + column + step)
    const equal = H % 2 || W % 2 ? [winner] : window.filter((pixel) => cache.x.data[pixel] === cache.x.data[winner])
    for (const pixel of equal) dx.data[pixel] += dout.data[k] / equal.length`

/** Mistakes in max-pool.ts. */
export const mutants: readonly Mutant[] = [
  mutant(
    '4.3',
    'started from 0',
    write,
    'out.data[place] = Math.max(0, x.data[winner])',
    /is 0 where .* negative/,
  ),
  mutant(
    '4.3',
    'took the average',
    write,
    'for (let k = 0; k < poolHeight * poolWidth; k++) out.data[place] += x.data[offsetOf(x, n, c, i * stride + Math.floor(k / poolWidth), j * stride + (k % poolWidth))] / (poolHeight * poolWidth)',
    /average of each window/,
  ),
  mutant(
    '4.3',
    'took the sum',
    write,
    'for (let k = 0; k < poolHeight * poolWidth; k++) out.data[place] += x.data[offsetOf(x, n, c, i * stride + Math.floor(k / poolWidth), j * stride + (k % poolWidth))]',
    /sum of each window/,
  ),
  mutant(
    '4.3',
    'took the minimum',
    compare,
    'if (x.data[pixel] < x.data[winner]) winner = pixel',
    /minimum of each window/,
  ),
  mutant(
    '4.3',
    'took the pixel farthest from 0',
    compare,
    'if (Math.abs(x.data[pixel]) > Math.abs(x.data[winner])) winner = pixel',
    /largest absolute value/,
  ),
  mutant('4.3', 'took the first pixel of each window', compare, '', /first pixel of each window/),
  mutant('4.3', 'took the last pixel of each window', compare, 'winner = pixel', /last pixel of each window/),
  mutant(
    '4.3',
    'swapped height and width of the window',
    'p < poolHeight; p++)\n            for (let q = 0; q < poolWidth',
    'p < poolWidth; p++)\n            for (let q = 0; q < poolHeight',
    /height and width of the window are swapped/,
  ),
  mutant('4.3', 'took windows to be square', 'q < poolWidth', 'q < poolHeight', /taken to be square/),
  mutant(
    '4.3',
    'always a window of 2 x 2',
    'p < poolHeight; p++)\n            for (let q = 0; q < poolWidth',
    'p < 2; p++)\n            for (let q = 0; q < 2',
    /always 2 x 2/,
  ),
  mutant(
    '4.3',
    'ignored the stride',
    `${first}\n          for (let p = 0; p < poolHeight; p++)\n            for (let q = 0; q < poolWidth; q++) {\n              const pixel = ${pixel}`,
    'let winner = offsetOf(x, n, c, i, j)\n          for (let p = 0; p < poolHeight; p++)\n            for (let q = 0; q < poolWidth; q++) {\n              const pixel = offsetOf(x, n, c, i + p, j + q)',
    /stride is ignored/,
  ),
  mutant(
    '4.3',
    'moved by the height of the window',
    'i * stride',
    'i * poolHeight',
    /moves down by its own height/,
  ),
  mutant(
    '4.3',
    'moved by the width of the window',
    'j * stride',
    'j * poolWidth',
    /moves to the right by its own width/,
  ),
  mutant(
    '4.3',
    'started the comparison at another window',
    first,
    'let winner = offsetOf(x, n, c, i, j)',
    /pixel outside of its window/,
  ),
  mutant(
    '4.3',
    'left out the last row of the window',
    'p < poolHeight',
    'p < poolHeight - 1',
    /last row of each window/,
  ),
  mutant(
    '4.3',
    'left out the last column of the window',
    'q < poolWidth',
    'q < poolWidth - 1',
    /last column of each window/,
  ),
  mutant(
    '4.3',
    'looked only at the first channel',
    'offsetOf(x, n, c,',
    'offsetOf(x, n, 0,',
    /Every channel of out is that of the first/,
  ),
  mutant(
    '4.3',
    'looked only at the first image',
    'offsetOf(x, n, c,',
    'offsetOf(x, 0, c,',
    /Every image of out is that of the first|right for the first example/,
  ),
  mutant(
    '4.3',
    'stored rows as columns',
    'offsetOf(out, n, c, i, j)',
    'offsetOf(out, n, c, j, i)',
    /Rows and columns of out are swapped/,
  ),
  mutant(
    '4.3',
    'left out the last column of the output',
    'j < outWidth',
    'j < outWidth - 1',
    /wrong only in the last column/,
  ),
  mutant(
    '4.3',
    'left out the last row of the output',
    'i < outHeight',
    'i < outHeight - 1',
    /wrong only in the last row/,
  ),
  mutant(
    '4.3',
    'always computed in float64',
    'outWidth], x.dtype',
    'outWidth]',
    /float64, but float32 went in/,
  ),
  mutant('4.3', 'put the channels before the images', 'zeros([N, C,', 'zeros([C, N,', /has shape/),
  mutant(
    '4.3',
    'wrote the maxima into x',
    write,
    `${write}\n          x.data[offsetOf(x, n, c, i * stride, j * stride)] = x.data[winner]`,
    /changes its input/,
  ),
  mutant(
    '4.3',
    'forgot to return the cache',
    '{ out, cache: { x, winners } }',
    '{ out } as never',
    /should return \{ out, cache \}/,
  ),

  mutant('4.4', 'assigned dx instead of adding', add, 'dx.data[winner] = dout.data[k]', /overwritten/),
  mutant(
    '4.4',
    'passed 1 instead of the upstream gradient',
    add,
    'dx.data[winner] += 1',
    /counts the windows/,
  ),
  mutant(
    '4.4',
    'multiplied by the maximum',
    add,
    'dx.data[winner] += dout.data[k] * cache.x.data[winner]',
    /multiplied by the maximum/,
  ),
  mutant('4.4', 'subtracted', '+= dout', '-= dout', /wrong sign/),
  mutant(
    '4.4',
    'kept only the first image',
    add,
    'if (k < dout.size / dout.shape[0]) dx.data[winner] += dout.data[k]',
    /right for the first example/,
  ),
  mutant(
    '4.4',
    'fed the first pixel instead of the maximum',
    'winners[place] = winner',
    'winners[place] = offsetOf(x, n, c, i * stride, j * stride)',
    /first pixel of its window/,
    '4.3',
  ),
  mutant(
    '4.4',
    'went on adding to the dx of the call before',
    'zerosLike(cache.x)',
    '((globalThis as any).mutant ??= {})[String(cache.x.shape)] ??= zerosLike(cache.x)',
    /not the same when the same call is made again|changed by a later one/,
  ),
  mutant('4.4', 'added to x itself', 'zerosLike(cache.x)', 'cache.x', /changes its input/),
  mutant(
    '4.4',
    'always computed in float64',
    'zerosLike(cache.x)',
    'T.zeros(cache.x.shape)',
    /float64, but float32 went in/,
  ),
  mutant('4.4', 'left dx flat', '{ dx }', '{ dx: dx.reshape([-1]) }', /reshape it to/),
  mutant(
    '4.4',
    'overwrote dout',
    '  return { dx }',
    '  dout.data.fill(0)\n  return { dx }',
    /changes its input/,
  ),
  mutant('4.4', 'gave dx the shape of dout', 'zerosLike(cache.x)', 'zerosLike(dout)', /dx has shape/),
  mutant(
    '4.4',
    'left out gradients that are negative',
    add,
    'if (dout.data[k] > 0) dx.data[winner] += dout.data[k]',
    /Negative upstream/,
  ),
  mutant(
    '4.4',
    'passed the gradient only to positive maxima',
    add,
    'if (cache.x.data[winner] > 0) dx.data[winner] += dout.data[k]',
    /Maxima that are not positive/,
  ),
  mutant('4.4', 'fed all equal maxima', cached, allTies, /At ties, every one of the equal maxima/, '4.3'),
  mutant('4.4', 'divided among equal maxima', add, divided, /At ties, the gradient is divided/),
]
