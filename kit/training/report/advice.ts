import { percent } from '#kit/text/quantities.ts'
/** Compares an initial loss with that of a network whose scores are all equal, and returns advice. */
export function initialLossAdvice(loss: number, expected: number): string {
  const head = `Initial loss ${loss.toFixed(3)} (expected ${expected.toFixed(3)})`
  if (loss > 1.1 * expected) return `${head}: too high. Try a smaller weight scale.`
  if (loss < 0.9 * expected) return `${head}: too low. Look for a mistake in the loss.`
  return `${head}: as it should be.`
}

/**
 * Returns advice on the update ratios of parameters that have the same verdict.
 *
 * @param ratios - by parameter name
 * @param verdict - of `judgeUpdateRatio`, or `vanished` for parameters that `vanishingLayers` also names
 * @param othersVanished - whether the gradients of other parameters have vanished. Then a higher learning rate does not
 *   help ratios that are too small.
 */
export function updateRatioAdvice(
  ratios: Readonly<Record<string, number>>,
  verdict: string,
  othersVanished = false,
): string {
  const given = Object.entries(ratios).map(([name, ratio]) => [name, ratio.toExponential(0)])
  const head =
    given.length === 1
      ? `Update ratio of ${given[0].join(' is ')}`
      : `Update ratios of ${given.map((one) => one.join(' ')).join(', ')}`
  return `${head}: ${sentence(verdict, {
    vanished: `the ${given.length === 1 ? 'gradient has' : 'gradients have'} nearly vanished. Try batch normalization, a larger weight scale or fewer layers.`,
    'too small': othersVanished
      ? 'too small as well. First bring the vanished gradients back.'
      : 'too small. The weights hardly change. Try a higher learning rate.',
    healthy: 'healthy.',
    'too large':
      'large. Small initial weights may grow that fast, but if the loss jumps, try a lower learning rate.',
  })}`
}

/**
 * Returns advice on the learning rate, judged from the loss curve.
 *
 * @param verdict - of `judgeLearningRate`
 * @param learnedNothing - whether the loss is still that of a network whose scores are all equal
 */
export function learningRateAdvice(learningRate: number, verdict: string, learnedNothing = false): string {
  return `Learning rate ${learningRate}: ${sentence(verdict, {
    'too high': 'too high. The loss diverges or stays high. Try a third of it, or a decay.',
    'too low': learnedNothing
      ? 'too low, or the gradients vanish. The loss is still that of a network that only guesses. ' +
        'Try three times as much, or a larger weight scale or batch normalization.'
      : 'too low. The loss barely falls. Try three times as much, or more epochs.',
    good: 'good. The loss falls well.',
  })}`
}

/** Returns advice for a run of one step that was larger than the weights, which its loss cannot show. */
export const leapAdvice = (learningRate: number): string =>
  `Learning rate ${learningRate}: too high. Its only step was larger than the weights themselves. Try a hundredth of it.`

/** Returns advice on training and validation accuracy; `verdict` is that of `judgeFitting`. */
export function fittingAdvice(train: number, validation: number, verdict: string): string {
  return `Train accuracy ${percent(train, 0)}, validation accuracy ${percent(validation, 0)}: ${sentence(
    verdict,
    {
      overfitting: 'overfitting. Try more L2 regularization, dropout or more images.',
      underfitting: 'underfitting. Try a larger network, more epochs or less regularization.',
      good: 'a good fit.',
    },
  )}`
}

/** Returns the sentence for a verdict. The verdict comes from a learner's function, so it may be anything. */
export const sentence = (verdict: string, sentences: Readonly<Record<string, string>>): string =>
  Object.hasOwn(sentences, verdict)
    ? sentences[verdict]
    : `the verdict is ${JSON.stringify(verdict) ?? 'undefined'}, but should be one of "${Object.keys(sentences).join('", "')}".`
