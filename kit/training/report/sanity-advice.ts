import { percent } from '#kit/text/quantities.ts'
import { sentence } from './advice.ts'

/** The largest relative error of a correct gradient. Errors add up from layer to layer. */
const RIGHT = 1e-4
/** The most parameters that are listed individually. */
const MOST_LISTED = 12

/**
 * Returns advice on the relative errors of gradients.
 *
 * @param errors - by parameter name; undefined where the gradient is too small to measure
 * @returns the lines to print, and whether no gradient is wrong
 */
export function gradientAdvice(errors: Readonly<Record<string, number | undefined>>): {
  lines: string[]
  right: boolean
} {
  const names = Object.keys(errors)
  const unmeasured = names.filter((name) => errors[name] === undefined)
  const right = names.filter((name) => errors[name] !== undefined && errors[name] <= RIGHT)
  const wrong = names.filter((name) => !unmeasured.includes(name) && !right.includes(name))
  const list = (some: readonly string[]) =>
    some.map((name) => `${name} ${errors[name]!.toExponential(0)}`).join(', ')
  const lines: string[] = []
  if (right.length > MOST_LISTED) {
    const worst = right.reduce((most, name) => (errors[name]! > errors[most]! ? name : most))
    lines.push(
      `Gradient check: relative errors as they should be: at most ${errors[worst]!.toExponential(0)} (${worst}) in ${right.length} parameters.`,
    )
  } else if (right.length > 0) {
    lines.push(`Gradient check: relative errors as they should be: ${list(right)}.`)
  }
  if (wrong.length > 0) {
    lines.push(
      `Gradient check: relative errors too large: ${list(wrong)}. ` +
        'There, the backward pass does not match the loss. Begin with the last of these layers.',
    )
  }
  if (unmeasured.length > 0) {
    const shown = unmeasured.length > MOST_LISTED ? `${unmeasured.length} parameters` : unmeasured.join(', ')
    lines.push(
      `Gradient check: gradients too small to measure: ${shown}. That is right for a bias before batch normalization. Elsewhere, the gradient has vanished.`,
    )
  }
  return { lines, right: wrong.length === 0 }
}

/** How well a network has memorized a few images. */
interface Overfitting {
  images: number
  /** Before training, and after every epoch. */
  trainAccuracy: readonly number[]
  /** The accuracy on `others` other images, at the end. */
  other: number
  others: number
}

/** Returns advice on overfitting a few images; `verdict` is that of `judgeOverfitting`. */
export function overfittingAdvice(
  { images, trainAccuracy, other, others }: Overfitting,
  verdict: string,
): string {
  const epochs = trainAccuracy.length - 1
  const head =
    `${images} training images: ${percent(trainAccuracy.at(-1)!, 0)} after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}, ` +
    `${percent(other, 0)} of ${others} other images`
  return `${head}: ${sentence(verdict, {
    'learned by heart': 'learned by heart, as it should be.',
    'still learning': 'still learning, but slowly. Try a better learning rate or weight scale.',
    'learns nothing':
      'it learns nothing. Look for a mistake in the forward pass, the backward pass, the loss or the update.',
    'knows too much': 'it knows too much. Does it see the labels, or are the other images the same ones?',
  })}`
}
