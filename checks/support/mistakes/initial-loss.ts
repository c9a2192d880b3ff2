/** The loss of equal scores for C classes, and what `expectedInitialLoss` with a mistake gives. */
export const lossMistakes = (C: number) => ({
  softmax: Math.log(C),
  hinge: C - 1,
  mistakes: {
    'It is a logarithm to base 2; use the natural one.': Math.log2(C),
    'It is a logarithm to base 10; use the natural one.': Math.log10(C),
    'It is ln(1 / C); the loss is minus the logarithm of the probability.': -Math.log(C),
    'It is ln(C - 1); all C classes are equally likely, the right one too.': Math.log(C - 1),
    'It is the probability of a class, 1 / C; the loss is minus its logarithm.': 1 / C,
    'It is ln 10 whatever C is.': Math.log(10),
    'It is 9 whatever C is.': 9,
    'It counts the right class too; only the C - 1 wrong ones add a margin of 1 each.': C,
    'It is a mean over the classes; add the margins up.': (C - 1) / C,
    'It is 0; with equal scores every wrong class misses its margin of 1 by 1.': 0,
  },
})
