/** What is wrong with the losses, by the cause's id. */
export const losses = {
  'loss/shift-changes-it':
    'Adding the same number to all scores of an example changes the result: only differences should count.',
  'loss/doubled-batch-changes-it':
    'Repeating every example should leave the loss the same and halve the gradients: average over the examples.',
  'loss/depends-on-place':
    'An example counts differently when the batch contains it twice: its loss and its gradient should depend only on its own scores and its own label.',
  'loss/typed-labels-change-it':
    'Labels in a typed array give a different loss from the same labels in a plain array.',
  'loss/summed': 'loss is the sum over the examples: divide it by N.',
  'loss/averaged-twice': 'loss is divided by N twice.',
  'loss/averaged-over-classes-too':
    'loss is also divided by the number of classes: average over the examples only.',
  'loss/averaged-over-classes': 'loss is divided by the number of classes, but should be divided by N.',
  'loss/without-last-example': 'loss leaves out the last example.',
  'loss/without-first-example': 'loss leaves out the first example.',
  'loss/sign': 'loss has the wrong sign.',
  'loss/first-example': 'loss comes from the first example alone.',
  'loss/last-example': 'loss comes from the last example alone.',
  'loss/label-of-first': 'Every example uses the label of the first one.',
  'loss/class-0': 'Every example is treated as class 0.',
  'loss/labels-from-1': 'Labels are counted from 1, but should be counted from 0.',
  'loss/labels-one-larger': 'Every label is read as one larger than it is.',
  'loss/labels-reversed': 'The labels are read in reverse order.',
  'loss/dscores-not-averaged': 'dscores is not averaged: divide it by N, like the loss.',
  'loss/dscores-averaged-over-classes':
    'dscores is divided by the number of classes, but should be divided by N.',
  'softmaxLoss/overflows':
    'For scores in the thousands the loss is {loss}, or dscores is not finite: e^x is infinite above x = 709, and 0 far below 0. First subtract from each row its own largest score, and take no logarithm of a probability.',
  'softmaxLoss/logarithm-of-zero':
    'The loss for the scores [-2000, 2000, 0] and label 0 is infinite, but should be 4000: the probability rounds to 0. Do not take its logarithm, but compute score - max - ln Σ e^(score - max).',
  'softmaxLoss/base-2': 'The logarithm has base 2: use the natural one.',
  'softmaxLoss/normalizer-base-2': 'The logarithm of the normalizer has base 2: use the natural one.',
  'softmaxLoss/base-10': 'The logarithm has base 10: use the natural one.',
  'softmaxLoss/no-logarithm': 'loss is minus the probability of the right class: the logarithm is missing.',
  'softmaxLoss/one-minus-probability':
    'loss is one minus the probability of the right class: take minus its logarithm.',
  'softmaxLoss/no-normalizer': 'loss is minus the score of the right class: the normalizer is missing.',
  'softmaxLoss/normalizer-alone': 'loss is only ln Σ e^score: subtract the score of the right class.',
  'softmaxLoss/normalizer-without-right': 'The normalizer leaves out the right class: sum over all classes.',
  'softmaxLoss/all-classes': 'loss adds up -ln p over all classes, but only the right class should count.',
  'softmaxLoss/logarithm-of-mean':
    'loss uses the logarithm of the mean probability: take the mean of the logarithms.',
  'softmaxLoss/over-examples':
    'The exponentials are normalized over the examples: sum over the classes, axis 1.',
  'softmaxLoss/summed-over-examples':
    'After each row is shifted, the exponentials are summed over the examples: sum over the classes, axis 1.',
  'softmaxLoss/over-batch':
    'The exponentials are normalized over the whole batch: each example needs its own sum.',
  'softmaxLoss/sum-goes-on':
    'The sum of the exponentials goes on from the example before: start it again at 0 for every example.',
  'softmaxLoss/not-shifted-back':
    'The rows are not shifted back: the largest score is missing from the loss.',
  'softmaxLoss/no-right-class': 'dscores leaves out the right class: subtract 1 / N there.',
  'softmaxLoss/one-not-divided':
    'The 1 at the right class is subtracted after the division by N: it should be divided as well.',
  'softmaxLoss/only-one-divided': 'The probabilities in dscores are not divided by N.',
  'softmaxLoss/probabilities-alone':
    'dscores is only the probabilities: subtract 1 at the right class of each example, and divide everything by N.',
  'softmaxLoss/one-alone':
    'dscores is only -1 at the right class: add the probability of every class, and divide everything by N.',
  'softmaxLoss/one-at-every-class':
    'The 1 is subtracted at every class: subtract it only at the right class of each example.',
  'softmaxLoss/one-divided-twice': 'The 1 at the right class is divided by N twice: subtract 1 / N.',
  'softmaxLoss/right-class-replaced':
    'dscores is -1 / N at the right class: subtract 1 / N from the probability that stands there.',
  'softmaxLoss/right-class-not-divided':
    'dscores is not divided by N at the right class: divide the probability minus 1 by N, as everywhere else.',
  'softmaxLoss/one-added': 'The 1 at the right class is added: subtract it.',
  'softmaxLoss/only-right-class':
    'dscores is 0 except for the right class: the gradient of every class contains its probability.',
  'softmaxLoss/no-probabilities': 'dscores is only -1 / N at the right class: the probabilities are missing.',
  'softmaxLoss/averaged-over-classes-too':
    'dscores is also divided by the number of classes: divide by N alone.',
  'softmaxLoss/logarithms': 'dscores holds logarithms of probabilities: use the probabilities.',
  'softmaxLoss/exponentials': 'dscores holds e^score without the normalizer: use the probabilities.',
  'softmaxLoss/scores': 'dscores holds scores: use the probabilities.',
  'softmaxLoss/label-of-first':
    'Every row subtracts the 1 at the label of the first example: use the label of each example.',
  'softmaxLoss/number-for-label':
    'The 1 is subtracted at class n of example n: subtract it at the label of the example, labels[n].',
  'softmaxLoss/first-example':
    'The 1 is subtracted for the first example alone: subtract it for every example.',
  'softmaxLoss/last-example':
    'dscores is 0 for every example except the last: each example has its own gradient.',
  'softmaxLoss/clipped':
    'The probability is kept above {least} before the logarithm, which hides how wrong the scores are: use score - max - ln Σ e^(score - max).',
  'svmLoss/margin-0': 'The margin is 0: add 1 to every difference of scores.',
  'svmLoss/margin-half': 'The margin is 0.5, but should be 1.',
  'svmLoss/margin-2': 'The margin is 2, but should be 1.',
  'svmLoss/margin-subtracted':
    'The margin is subtracted: add it, so that a wrong class costs as soon as it comes within 1 of the right one.',
  'svmLoss/right-class-counted': 'The right class is counted too, with a margin of 1: leave it out.',
  'svmLoss/squared': 'Every margin is squared: leave out the square.',
  'svmLoss/worst-class':
    'Only the worst class of each example counts: add up all classes that violate the margin.',
  'svmLoss/counts-violations': 'loss counts the violated margins: add up their sizes.',
  'svmLoss/kept-margins-too':
    'Margins that are not violated count as well, with a minus sign: use max(0, margin).',
  'svmLoss/difference-turned':
    'The difference is reversed: a wrong class costs its own score minus that of the right one, plus 1.',
  'svmLoss/one-against-all':
    'Every class is compared with 1 and -1, one against all: compare it with the right class instead.',
  'svmLoss/right-score-of-first':
    'Every example is compared with the right class of the first one: look up its own right class for each example.',
  'svmLoss/averaged-over-classes':
    'loss is divided by the number of wrong classes: average over the examples only.',
  'svmLoss/no-right-class':
    'dscores leaves out the right class: subtract 1 / N there for each violated margin.',
  'svmLoss/right-class-once': 'The right class gets -1 / N only once: subtract it for every violated margin.',
  'svmLoss/right-class-always': 'The right class gets -1 / N even where no margin is violated.',
  'svmLoss/right-class-added': 'The right class gets + 1 / N for every violated margin: subtract it instead.',
  'svmLoss/weighted':
    'dscores is weighted by the margins, but every violated margin should add 1 / N, however large it is.',
  'svmLoss/wrong-classes-weighted':
    'The wrong classes are weighted by their margins, but every violated margin should add 1 / N, however large it is.',
  'svmLoss/of-squares':
    'dscores belongs to squared margins, but every violated margin should add 1 / N, however large it is.',
  'svmLoss/no-wrong-classes':
    'dscores leaves out the wrong classes: add 1 / N to each one that violates the margin.',
  'svmLoss/wrong-classes-not-averaged': 'The wrong classes are not divided by N.',
  'svmLoss/right-class-not-averaged': 'The right class is not divided by N.',
  'svmLoss/every-wrong-class': 'dscores counts every wrong class: count only those that violate the margin.',
} as const
