/** Returns the results of mistakes in `expectedInitialLoss` for C classes. */
export const initialLossMistakes = (C: number): Record<string, number> => ({
  'expectedInitialLoss/base-2': Math.log2(C),
  'expectedInitialLoss/base-10': Math.log10(C),
  'expectedInitialLoss/sign': -Math.log(C),
  'expectedInitialLoss/c-minus-1': Math.log(C - 1),
  'expectedInitialLoss/probability': 1 / C,
  'expectedInitialLoss/always-ln-10': Math.log(10),
  'expectedInitialLoss/always-9': 9,
  'expectedInitialLoss/right-class-too': C,
  'expectedInitialLoss/mean': (C - 1) / C,
  'expectedInitialLoss/zero': 0,
})
