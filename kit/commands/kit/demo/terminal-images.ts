import type { Pixels } from '#kit/training/index.ts'

/** An image with the lines below it. */
export interface Captioned {
  image: Pixels
  caption: readonly string[]
}

/** The width of an image in characters. A character shows two pixels, one above the other. */
const WIDTH = 24
const GAP = 2

/** Returns how many images fit side by side. */
export const imagesIn = (columns: number): number => Math.max(1, Math.floor((columns - GAP) / (WIDTH + GAP)))

/**
 * Returns the lines that show images side by side in a terminal.
 *
 * @param exact - whether the terminal has 24-bit colours, instead of 256 fixed ones
 */
export function imageLines(images: readonly Captioned[], exact: boolean): string[] {
  const margin = ' '.repeat(GAP)
  const rows = Array.from({ length: WIDTH / 2 }, (_, row) =>
    images.map(({ image }) => margin + lineOf(image, 2 * row, exact)).join(''),
  )
  const captions = Array.from(
    { length: Math.max(...images.map(({ caption }) => caption.length)) },
    (_, line) =>
      images
        .map(({ caption }) => margin + (caption[line] ?? '').padEnd(WIDTH))
        .join('')
        .trimEnd(),
  )
  return [...rows, ...captions]
}

/** Returns two rows of a picture as one line of characters. The upper half of each has one colour, the lower another. */
function lineOf(image: Pixels, y: number, exact: boolean): string {
  const code = exact ? exactColour : nearestColour
  const characters = Array.from({ length: WIDTH }, (_, x) => {
    const [upper, lower] = [pixel(image, x, y), pixel(image, x, y + 1)]
    return `\u001b[38;${code(upper)}m\u001b[48;${code(lower)}m▀`
  })
  return `${characters.join('')}\u001b[0m`
}

/** Returns the mean colour of the part of the image that becomes this pixel, from 0 to 255. */
function pixel({ width, height, data }: Pixels, x: number, y: number): number[] {
  const [left, right] = [(x * width) / WIDTH, ((x + 1) * width) / WIDTH]
  const [top, bottom] = [(y * height) / WIDTH, ((y + 1) * height) / WIDTH]
  const sums = [0, 0, 0]
  for (let row = Math.floor(top); row < bottom; row++) {
    for (let column = Math.floor(left); column < right; column++) {
      const share =
        (Math.min(row + 1, bottom) - Math.max(row, top)) *
        (Math.min(column + 1, right) - Math.max(column, left))
      for (let c = 0; c < 3; c++) sums[c] += share * data[3 * (row * width + column) + c]
    }
  }
  return sums.map((sum) => Math.round(sum / ((right - left) * (bottom - top))))
}

const exactColour = (colour: readonly number[]): string => `2;${colour.join(';')}`

/** The levels of red, green and blue in the 6 x 6 x 6 colours that start at number 16. */
const LEVELS = [0, 95, 135, 175, 215, 255]

function nearestColour(colour: readonly number[]): string {
  const [red, green, blue] = colour.map((value) => {
    const distances = LEVELS.map((level) => Math.abs(level - value))
    return distances.indexOf(Math.min(...distances))
  })
  return `5;${16 + 36 * red + 6 * green + blue}`
}
