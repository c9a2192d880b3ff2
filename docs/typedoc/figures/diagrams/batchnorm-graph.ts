const BOX = { width: 112, height: 46, columnGap: 26, rowGap: 34, margin: 8 }

/** The results of batch normalization by their places in the picture, columns and rows counted from 0. */
const nodes = {
  x: { label: 'x', shape: '(N, D)', column: 0, row: 1 },
  mean: { label: 'mean', shape: '(D,)', column: 1, row: 0 },
  deviation: { label: 'x − mean', shape: '(N, D)', column: 2, row: 1 },
  variance: { label: 'variance', shape: '(D,)', column: 3, row: 0 },
  root: { label: '√(variance + ε)', shape: '(D,)', column: 4, row: 0 },
  normalized: { label: 'normalized', shape: '(N, D)', column: 4, row: 1 },
  gamma: { label: 'gamma', shape: '(D,)', column: 4, row: 2 },
  beta: { label: 'beta', shape: '(D,)', column: 5, row: 2 },
  out: { label: 'out', shape: '(N, D)', column: 5, row: 1 },
}
type Name = keyof typeof nodes

const arrows: readonly (readonly [from: Name, to: Name])[] = [
  ['x', 'mean'],
  ['x', 'deviation'],
  ['mean', 'deviation'],
  ['deviation', 'variance'],
  ['variance', 'root'],
  ['deviation', 'normalized'],
  ['root', 'normalized'],
  ['normalized', 'out'],
  ['gamma', 'out'],
  ['beta', 'out'],
]

/** How batch normalization computes `out`, as an SVG picture: a box for each result, an arrow for each use of it. */
export function batchnormGraph(): string {
  const { width, height, columnGap, rowGap, margin } = BOX
  const size = [6 * (width + columnGap) - columnGap + 2 * margin, 3 * (height + rowGap) - rowGap + 2 * margin]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size.join(' ')}" font-family="sans-serif" font-size="13" text-anchor="middle" fill="#222">
<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#333"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
${arrows.map(([from, to]) => arrow(from, to)).join('\n')}
${(Object.keys(nodes) as Name[]).map(box).join('\n')}
</svg>
`
}

function box(name: Name): string {
  const { x, y } = centreOf(name)
  const { label, shape } = nodes[name]
  return (
    `<rect x="${x - BOX.width / 2}" y="${y - BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="#e8f1f7" stroke="#0072b2"/>` +
    `<text x="${x}" y="${y - 3}">${label}</text><text x="${x}" y="${y + 14}" fill="#555">${shape}</text>`
  )
}

/** From the edge of one box to that of another, on the line between their centres. */
function arrow(from: Name, to: Name): string {
  const [a, b] = [centreOf(from), centreOf(to)]
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const toEdge = Math.min(BOX.width / 2 / Math.abs(dx), BOX.height / 2 / Math.abs(dy))
  const [x1, y1] = [a.x + toEdge * dx, a.y + toEdge * dy]
  const [x2, y2] = [b.x - toEdge * dx, b.y - toEdge * dy]
  return `<path d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}" stroke="#333" stroke-width="1.5" marker-end="url(#head)"/>`
}

function centreOf(name: Name): { x: number; y: number } {
  const { column, row } = nodes[name]
  return {
    x: BOX.margin + BOX.width / 2 + column * (BOX.width + BOX.columnGap),
    y: BOX.margin + BOX.height / 2 + row * (BOX.height + BOX.rowGap),
  }
}
