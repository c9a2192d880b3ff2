import type { Tensor } from '#kit/tensor/index.ts'

/** An image of three bytes per pixel, enlarged by `scale`. */
export interface Panel {
  width: number
  height: number
  /** height · width · 3 bytes: red, green and blue of each pixel, row after row. */
  data: ArrayLike<number>
  scale: number
}

/** A picture composed of {@link Panel}s. */
export interface Panels {
  width: number
  height: number
  channels: 3
  data: Uint8Array
}

/** Arranges pictures in rows, one row below the other, on a white background. */
export function inRows(rows: readonly (readonly Panel[])[], gap = 8): Panels {
  const heights = rows.map((panels) => Math.max(...panels.map((panel) => panel.height * panel.scale)))
  const widths = rows.map((panels) =>
    panels.reduce((total, panel) => total + panel.width * panel.scale + gap, -gap),
  )
  const [width, height] = [Math.max(...widths), heights.reduce((total, one) => total + one + gap, -gap)]
  const data = new Uint8Array(height * width * 3).fill(255)
  let top = 0
  rows.forEach((panels, r) => {
    let left = 0
    for (const panel of panels) {
      for (let y = 0; y < panel.height * panel.scale; y++) {
        for (let x = 0; x < panel.width * panel.scale; x++) {
          const from = Math.floor(y / panel.scale) * panel.width + Math.floor(x / panel.scale)
          const to = (top + y) * width + left + x
          for (let c = 0; c < 3; c++) data[to * 3 + c] = panel.data[from * 3 + c]
        }
      }
      left += panel.width * panel.scale + gap
    }
    top += heights[r] + gap
  })
  return { width, height, channels: 3, data }
}

/**
 * Converts images to panels, showing each number as a brightness.
 *
 * @param images - (N, C, H, W) with three colours, or one channel that is shown in grey
 * @param black - this value and everything below it become black
 * @param white - this value and everything above it become fully bright
 */
export function panelsOf(images: Tensor, { black = 0, white = 255, scale = 1 } = {}): Panel[] {
  const [N, C, H, W] = images.shape
  const each = C * H * W
  return Array.from({ length: N }, (_, n) => {
    const data = new Uint8ClampedArray(H * W * 3)
    for (let i = 0; i < H * W; i++) {
      for (let c = 0; c < 3; c++) {
        const value = images.data[n * each + (c % C) * H * W + i]
        data[i * 3 + c] = (255 * (value - black)) / (white - black)
      }
    }
    return { width: W, height: H, data, scale }
  })
}
