/** Escapes a text for HTML and SVG. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The attributes of an element by name. Undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Returns an element of an SVG picture. Lengths are rounded to a hundredth of a pixel. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? +value.toFixed(2) : escape(value!)}"`)
  return `<${name}${written.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`
}

/** Returns a line of text, centred horizontally and vertically on its position unless its attributes say otherwise. */
export const label = (text: string, x: number, y: number, attributes: Attributes = {}): string =>
  // The middle of the letters is about a third of the font size above the baseline.
  element('text', { x, y, dy: '.35em', 'text-anchor': 'middle', ...attributes }, escape(text))

/** Returns a complete picture, with a white background and its title at the top. */
export function picture(width: number, height: number, title: string, content: string): string {
  const attributes = { width, height, viewBox: `0 0 ${width} ${height}`, xmlns: 'http://www.w3.org/2000/svg' }
  const ground = element('rect', { width, height, fill: '#fff' })
  const heading = label(title, width / 2, 22, { 'font-size': 15, 'font-weight': 'bold', fill: '#222' })
  const letters = { 'font-family': 'sans-serif', 'font-size': 12, fill: '#333' }
  return element('svg', { ...attributes, ...letters }, `${ground}${heading}${content}`)
}
