import { Tensor } from '#kit/tensor/index.ts'
import { inRows, panelsOf } from './panels.ts'
import type { Pixels } from './report-page.ts'

/**
 * Shows filters as images in a grid that is about as wide as it is high. Each filter is scaled separately, from its
 * lowest number, which becomes black, to its highest.
 *
 * @param filters - (F, 3, H, W)
 */
export function filterPicture(filters: Tensor): Pixels {
  const [count, ...shape] = filters.shape
  const size = filters.size / count
  const panels = Array.from({ length: count }, (_, f) => {
    const own = filters.data.subarray(f * size, (f + 1) * size)
    const [black, white] = [Math.min(...own), Math.max(...own)]
    return panelsOf(new Tensor(own, [1, ...shape]), { black, white: white === black ? black + 1 : white })[0]
  })
  const columns = Math.ceil(Math.sqrt(count))
  const rows = Array.from({ length: Math.ceil(count / columns) }, (_, row) =>
    panels.slice(row * columns, (row + 1) * columns),
  )
  return inRows(rows, 1)
}
