import { scaleLinear } from 'd3-scale'

/** On paper: the darker part of "plasma" (van der Walt and Smith 2015), with an end that is still seen on white. */
const ON_WHITE = ['#0d0887', '#7e03a8', '#cc4778', '#dd701c']

/** The same hues on a dark ground, and again each brighter than the one before. */
const ON_DARK = ['#8f8aff', '#c77dff', '#ff8fb0', '#ffc27a']

/** How many different colours there are. Two lines of more than that may share one. */
const STEPS = 64

/** Returns colours between the given ones, in order. */
function blended(colours: readonly string[]): string[] {
  const blend = scaleLinear<string>()
    .domain(colours.map((_, i) => (i / (colours.length - 1)) * (STEPS - 1)))
    .range(colours)
  return Array.from({ length: STEPS }, (_, i) => blend(i))
}

const onWhite = blended(ON_WHITE)
const onDark = blended(ON_DARK)

/** Each colour in order, and what takes its place on a dark page. */
export const orderedInTheDark: Readonly<Record<string, string>> = Object.fromEntries(
  onWhite.map((colour, i) => [colour, onDark[i]]),
)

/** Returns colours in order: neighbours look alike, and the brightness shows the order. */
export const coloursInOrder = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => onWhite[Math.round((i / (count - 1)) * (STEPS - 1))])
