/** What is wrong with the losses, by the cause's id. */
export const losses = {
  'loss/shift-changes-it':
    'The same number added to all scores of an example changes the result: only differences count.',
  'loss/doubled-batch-changes-it':
    'Every example twice must not change the loss and halve the gradients: average over the examples.',
  'loss/typed-labels-change-it':
    'Labels in a typed array give another loss than the same labels in an array.',
  'loss/summed': 'loss is the sum over the examples: divide it by N.',
  'loss/averaged-twice': 'loss is divided by N twice.',
  'loss/averaged-over-classes-too':
    'loss is divided by the number of classes: only the examples are averaged.',
  'loss/averaged-over-classes': 'loss is divided by the number of classes, not by N.',
  'loss/without-last-example': 'loss leaves out the last example.',
  'loss/without-first-example': 'loss leaves out the first example.',
  'loss/sign': 'loss has the wrong sign.',
  'loss/first-example': 'loss is that of the first example alone.',
  'loss/last-example': 'loss is that of the last example alone.',
  'loss/label-of-first': 'Every example is taken to have the label of the first one.',
  'loss/class-0': 'Every example is taken to belong to class 0.',
  'loss/labels-from-1': 'Labels are taken to count from 1: they count from 0.',
  'loss/labels-one-larger': 'Every label is taken to be one larger than it is.',
  'loss/labels-reversed': 'The labels are read in reverse order.',
  'loss/dscores-not-averaged': 'dscores is not averaged: divide by N, as the loss is.',
  'softmaxLoss/overflows':
    'For scores in the thousands the loss is {loss}, or dscores is not finite: e^x is infinite beyond x = 709, and 0 far below 0. Subtract from each row its own largest score first, and take no logarithm of a probability.',
  'softmaxLoss/logarithm-of-zero':
    'The loss for the scores [-2000, 2000, 0] and label 0 is infinite, but should be 4000: the probability is 0 in floating point, so take its logarithm before it is one: score - max - ln Σ e^(score - max).',
  'softmaxLoss/base-2': 'The logarithm has base 2: the loss takes the natural one.',
  'softmaxLoss/normalizer-base-2': 'The logarithm of the normalizer has base 2: take the natural one.',
  'softmaxLoss/base-10': 'The logarithm has base 10: the loss takes the natural one.',
  'softmaxLoss/no-logarithm': 'loss lacks the logarithm: it is minus the probability of the right class.',
  'softmaxLoss/one-minus-probability':
    'loss is one minus the probability of the right class: take minus its logarithm.',
  'softmaxLoss/no-normalizer': 'loss lacks the normalizer: it is minus the score of the right class.',
  'softmaxLoss/normalizer-alone': 'loss is ln Σ e^score alone: subtract the score of the right class.',
  'softmaxLoss/normalizer-without-right':
    'The normalizer leaves the right class out: it is the sum over all classes.',
  'softmaxLoss/all-classes': 'loss adds up -ln p over all classes: only the right class counts.',
  'softmaxLoss/logarithm-of-mean':
    'The logarithm is taken of the mean probability: take the mean of the logarithms.',
  'softmaxLoss/over-examples':
    'The exponentials are normalized over the examples: sum over the classes, axis 1.',
  'softmaxLoss/summed-over-examples':
    'The exponentials are summed over the examples, once each row is shifted: sum over the classes, axis 1.',
  'softmaxLoss/over-batch':
    'The exponentials are normalized over the whole batch: every example has a sum of its own.',
  'softmaxLoss/not-shifted-back':
    'The rows are not shifted back: the largest score is missing from the loss.',
  'softmaxLoss/no-right-class': 'dscores leaves out the right class: subtract 1 / N there.',
  'softmaxLoss/one-not-divided':
    'The 1 at the right class is subtracted after the division by N: it has to be divided as well.',
  'softmaxLoss/only-one-divided':
    'Only the 1 at the right class is divided by N: divide the probabilities as well.',
  'softmaxLoss/one-added': 'The 1 at the right class is added: subtract it.',
  'softmaxLoss/only-right-class':
    'dscores is 0 but for the right class: every class has its probability as gradient.',
  'softmaxLoss/no-probabilities':
    'dscores lacks the probabilities: it has the -1 / N of the right class alone.',
  'softmaxLoss/averaged-over-classes-too': 'dscores is divided by the number of classes: divide by N alone.',
  'softmaxLoss/logarithms': 'dscores holds logarithms of probabilities: it takes the probabilities.',
  'softmaxLoss/exponentials': 'dscores holds e^score without the normalizer: it takes the probabilities.',
  'softmaxLoss/scores': 'dscores holds scores: it takes the probabilities.',
  'softmaxLoss/label-of-first':
    'The 1 is subtracted at the label of the first example in every row: each has its own.',
  'softmaxLoss/first-example': 'The 1 is subtracted for the first example alone: every example has its own.',
  'softmaxLoss/last-example': 'dscores is that of the loss of one example at a time, of the last one alone.',
  'softmaxLoss/clipped':
    'The probability is kept above {least} before its logarithm is taken, which hides how wrong the scores are: take score - max - ln Σ e^(score - max).',
  'svmLoss/margin-0': 'The margin is 0: add 1 to every difference of scores.',
  'svmLoss/margin-half': 'The margin is 0.5: it has to be 1.',
  'svmLoss/margin-2': 'The margin is 2: it has to be 1.',
  'svmLoss/margin-subtracted':
    'The margin is subtracted: a wrong class costs as soon as it comes within 1 of the right one.',
  'svmLoss/right-class-counted': 'The right class is counted too, with its margin of 1: leave it out.',
  'svmLoss/squared': 'Every margin is squared: here it counts as it is.',
  'svmLoss/worst-class': 'Only the worst class of each example counts: add up all that come too near.',
  'svmLoss/counts-violations': 'loss counts the violated margins: add them up.',
  'svmLoss/kept-margins-too': 'Margins that are kept count as well, with a minus: take max(0, margin).',
  'svmLoss/difference-turned':
    'The difference is turned round: a wrong class costs its own score minus that of the right one, plus 1.',
  'svmLoss/one-against-all':
    'Every class is compared with 1 and -1, one against all: compare it with the right class.',
  'svmLoss/averaged-over-classes':
    'loss is divided by the number of wrong classes: only the examples are averaged.',
  'svmLoss/no-right-class': 'dscores leaves out the right class: each violation subtracts 1 / N there.',
  'svmLoss/right-class-once': 'The right class gets -1 / N once: it gets it once for every violated margin.',
  'svmLoss/right-class-always': 'The right class gets -1 / N even where no margin is violated.',
  'svmLoss/right-class-added': 'The right class gets + 1 / N for every violation: subtract it.',
  'svmLoss/weighted':
    'dscores is weighted by the margins: a violated margin adds 1 / N, however large it is.',
  'svmLoss/wrong-classes-weighted':
    'The wrong classes are weighted by their margins: a violated margin adds 1 / N, however large it is.',
  'svmLoss/of-squares':
    'dscores is that of squared margins: a violated margin adds 1 / N, however large it is.',
  'svmLoss/no-wrong-classes':
    'dscores leaves out the wrong classes: each that comes too near adds 1 / N to its own.',
  'svmLoss/right-class-not-averaged': 'The right class is not divided by N.',
  'svmLoss/every-wrong-class': 'dscores counts every wrong class: only those count whose margin is violated.',
} as const
