/** A text as it stands in HTML and in SVG. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The attributes of an element by their names; what is undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element of an SVG picture. Lengths are rounded to a hundredth of a pixel. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? +value.toFixed(2) : escape(value!)}"`)
  return `<${name}${written.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`
}

/** A line of text that is centred both ways on its place, unless its attributes say otherwise. */
export const label = (text: string, x: number, y: number, attributes: Attributes = {}): string =>
  // A third of the letters' size lies between the line on which they stand and their middle.
  element('text', { x, y, dy: '.35em', 'text-anchor': 'middle', ...attributes }, escape(text))

/** A whole picture, on a white ground of its own and with its title above. */
export function picture(width: number, height: number, title: string, content: string): string {
  const attributes = { width, height, viewBox: `0 0 ${width} ${height}`, xmlns: 'http://www.w3.org/2000/svg' }
  const ground = element('rect', { width, height, fill: '#fff' })
  const heading = label(title, width / 2, 22, { 'font-size': 15, 'font-weight': 'bold', fill: '#222' })
  const letters = { 'font-family': 'sans-serif', 'font-size': 12, fill: '#333' }
  return element('svg', { ...attributes, ...letters }, `${ground}${heading}${content}`)
}
