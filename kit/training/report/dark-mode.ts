import { orderedInTheDark } from './ordered-colours.ts'

/** The colours of the pictures on white paper, and what takes their place where the reader prefers dark pages. */
export const DARK: Readonly<Record<string, string>> = {
  // The ground, and the paler grounds of cells.
  '#fff': '#0d1117',
  '#f0f1f3': '#21262d',
  '#e8f1f7': '#12324a',
  '#fbe6d8': '#5c3413',
  '#dcf3eb': '#0f3a2c',
  '#f7e8f0': '#43263a',
  // The pixels of an image look the same on every ground.
  white: 'white',
  black: 'black',
  // Letters and lines, from dark to pale.
  '#000000': '#f0f6fc',
  '#222': '#f0f6fc',
  '#333': '#d1d7e0',
  '#555': '#a9b3bf',
  '#54555a': '#a9b3bf',
  '#888888': '#b7bdc8',
  '#dbdee4': '#3d444d',
  // What the colours of charts and diagrams mean stays the same: blue stays blue.
  '#0072b2': '#4aa8e8',
  '#b84c00': '#ff9d5c',
  '#d55e00': '#ff9d5c',
  '#009e73': '#34d1a4',
  '#00734f': '#34d1a4',
  '#a3427a': '#eaa6ca',
  '#cc79a7': '#eaa6ca',
  '#56b4e9': '#a6dcff',
  '#e69f00': '#ffc94d',
  ...orderedInTheDark,
}

/**
 * Makes an SVG picture follow the reader's preference for light or dark pages. It keeps a ground of its own: where a page
 * is dark and the preference is not, or the other way round, the picture is still readable.
 */
export function readableInTheDark(svg: string): string {
  return svg.replace(/<svg[^>]*>/, `$&<style>@media (prefers-color-scheme:dark){${darkColours(svg)}}</style>`)
}

/** Returns the rules that give the colours of SVG pictures what takes their place in the dark, in what `within` selects. */
export const darkColours = (svg: string, within = ''): string =>
  Object.entries(DARK)
    .filter(([light]) => svg.includes(`="${light}"`))
    .map(
      ([light, dark]) =>
        `${within}[fill="${light}"]{fill:${dark}}${within}[stroke="${light}"]{stroke:${dark}}`,
    )
    .join('')
