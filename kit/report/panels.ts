/** Pixels, three bytes each, shown `scale` times as large. */
export interface Panel {
  width: number
  height: number
  /** height · width · 3 bytes: red, green and blue of each pixel, row after row. */
  data: ArrayLike<number>
  scale: number
}

const GAP = 8

/** Pictures side by side in one, on white, with a gap between them. */
export function row(panels: readonly Panel[]): {
  width: number
  height: number
  channels: 3
  data: Uint8Array
} {
  const height = Math.max(...panels.map((panel) => panel.height * panel.scale))
  const width = panels.reduce((total, panel) => total + panel.width * panel.scale + GAP, -GAP)
  const data = new Uint8Array(height * width * 3).fill(255)
  let left = 0
  for (const panel of panels) {
    for (let y = 0; y < panel.height * panel.scale; y++) {
      for (let x = 0; x < panel.width * panel.scale; x++) {
        const from = Math.floor(y / panel.scale) * panel.width + Math.floor(x / panel.scale)
        for (let c = 0; c < 3; c++) data[(y * width + left + x) * 3 + c] = panel.data[from * 3 + c]
      }
    }
    left += panel.width * panel.scale + GAP
  }
  return { width, height, channels: 3, data }
}
