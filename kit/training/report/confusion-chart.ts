import { scaleBand, scaleLinear } from 'd3-scale'
import { upwards } from './axes.ts'
import { element, label, picture } from './markup.ts'

const [WIDTH, HEIGHT] = [480, 400]
const FRAME = { left: 96, right: WIDTH - 24, top: 48, bottom: HEIGHT - 72 }

/**
 * Draws a confusion matrix as an SVG picture of 480 x 400: a row for each class, a column for each answer, in percent
 * of the row. The right answers on the diagonal are not coloured, so that the mistakes stand out.
 *
 * @param confusion - [label][predicted]: numbers of examples
 */
export function confusionChart(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
): string {
  const { left, right, top, bottom } = FRAME
  const classes = confusion.map((_, index) => index)
  const column = scaleBand(classes, [left, right])
  const row = scaleBand(classes, [top, bottom])
  const [width, height] = [column.bandwidth(), row.bandwidth()]
  const middle = (of: typeof row, index: number): number => of(index)! + of.bandwidth() / 2

  const cells = confusion.flatMap((counts, truth) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    return counts.map((count, answer) => ({ truth, answer, percent: (100 * count) / Math.max(1, total) }))
  })
  const mistakes = cells.filter(({ truth, answer }) => truth !== answer)
  const most = Math.max(1, ...mistakes.map(({ percent }) => percent))
  const colour = scaleLinear<string>()
    .domain([0, most / 2, most])
    .range(['#ffffff', '#fdd0a2', '#d55e00'])

  const drawn = cells.map(({ truth, answer, percent }) => {
    const [x, y] = [column(answer)!, row(truth)!]
    const fill = truth === answer ? '#e8f1f7' : colour(percent)
    return (
      element('rect', { x, y, width, height, fill, stroke: '#fff' }) +
      label(String(Math.round(percent)), x + width / 2, y + height / 2, { fill: '#000' })
    )
  })
  const names = classNames.map((name, index) => {
    const [x, y] = [middle(column, index), bottom + 8]
    return (
      label(name, left - 8, middle(row, index), { 'text-anchor': 'end' }) +
      label(name, x, y, { 'text-anchor': 'end', transform: `rotate(-35 ${x} ${y})` })
    )
  })
  const axes =
    label('answer of the network', (left + right) / 2, HEIGHT - 20) +
    upwards('true class', left - 76, (top + bottom) / 2)
  return picture(WIDTH, HEIGHT, 'Confusion matrix, in %', drawn.join('') + names.join('') + axes)
}
