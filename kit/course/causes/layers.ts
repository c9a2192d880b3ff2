/** What is wrong with the affine layer and the ReLU, by the cause's id. */
export const layers = {
  'affineForward/first-bias':
    'out has only the first bias, b[0], in every column: each output has a bias of its own.',
  'affineForward/bias-multiplied': 'The bias is multiplied in: add it.',
  'affineForward/bias-on-inputs': 'The bias is added to every input: it belongs to the outputs.',
  'affineForward/w-reshaped':
    'w is reshaped where it is used as it is: its numbers stand in other places now.',
  'affineForward/unrolled-otherwise':
    'Each example is unrolled in another order than reshape does it: the last axis runs fastest.',
  'affineForward/averaged': 'The products are averaged over the inputs: add them up.',
  'affineForward/last-input': 'The last number of every example is left out.',
  'affineForward/first-example': 'Every example gives the scores of the first one.',
  'affineForward/relu': 'out went through a ReLU: the affine layer has none.',
  'affineForward/bias-alone': 'out holds the bias alone.',
  'affineBackward/w-reshaped':
    'w is reshaped where it should be transposed: the numbers are right, but in other places.',
  'affineBackward/dx-without-dout': 'dx leaves dout out: it is the same as if dout were 1 everywhere.',
  'affineBackward/dx-summed': 'dx is summed over the examples: each example has a gradient of its own.',
  'affineBackward/dx-times-x': 'dx is multiplied by x: where the layer is linear in x, x drops out.',
  'affineBackward/dx-absolute-w': 'dx takes |w| for w.',
  'affineBackward/dw-first-example': 'dw comes from the first example alone: every example adds to it.',
  'affineBackward/dw-last-example': 'dw comes from the last example alone: add up what every example gives.',
  'affineBackward/dw-without-dout': 'dw leaves dout out: it is the same as if dout were 1 everywhere.',
  'affineBackward/dw-without-x': 'dw leaves x out: it is the same as if x were 1 everywhere.',
  'affineBackward/x-reshaped':
    'x is reshaped where it should be transposed: the numbers are right, but in other places.',
  'affineBackward/dw-with-w':
    'dw has w added: that is the gradient of a regularization, which is none of the layer.',
  'affineBackward/db-first-example':
    'db is the upstream gradient of the first example alone: every example adds to it.',
  'affineBackward/db-last-example':
    'db is the upstream gradient of the last example alone: add up those of all examples.',
  'affineBackward/db-without-dout': 'db leaves dout out: it counts the examples.',
  'affineBackward/db-over-outputs': 'db is summed over the outputs: sum over the examples, axis 0.',
  'affineBackward/db-over-everything':
    'db is summed over the outputs as well: every bias has a gradient of its own.',
  'affineBackward/db-zero': 'db is 0: b does not drop out, it passes dout on.',
  'reluForward/x-itself': 'out is x itself: what is negative has to become 0.',
  'reluForward/leak-hundredth': 'Negative numbers leak through, times 0.01: here they become 0.',
  'reluForward/leak-tenth': 'Negative numbers leak through, times 0.1: here they become 0.',
  'reluForward/absolute': 'Negative numbers lose their sign: they have to become 0.',
  'reluForward/negative-half':
    'The negative half is kept and the positive one cleared: it is the other way round.',
  'reluForward/cut-at-1': 'What is larger than 1 is cut off: a ReLU has no upper limit.',
  'reluForward/cut-at-6': 'What is larger than 6 is cut off: a ReLU has no upper limit.',
  'reluForward/step': 'out is 1 where x is positive: it has to be x there.',
  'reluForward/sign': 'out is the sign of x: it has to be x where x is positive.',
  'reluForward/sigmoid': 'out is a sigmoid of x.',
  'reluForward/softplus': 'out is ln(1 + e^x), the smooth relative of a ReLU.',
  'reluForward/tanh': 'out is tanh x.',
  'reluForward/threshold-at-1': 'What is between 0 and 1 is cleared too: the threshold is 0.',
  'reluForward/squared': 'out is max(0, x)²: no square.',
  'reluForward/rounded': 'out is rounded to whole numbers.',
  'reluBackward/slope-alone': 'dx is the slope alone, 1 or 0: multiply it by dout.',
  'reluBackward/times-x': 'dx is multiplied by x: the slope of a ReLU is 1 where x is positive.',
  'reluBackward/sign-of-dout': 'dx depends on the sign of dout: it is the sign of x that decides.',
  'reluBackward/inverted': 'The gradient passes where x is negative: it has to pass where x is positive.',
  'reluBackward/negative-side': 'The gradient passes with a minus where x is negative: it has to be 0 there.',
  'reluBackward/leak': 'The gradient leaks through where x is negative, times 0.01: it has to be 0 there.',
  'reluBackward/relu-of-dx': 'dx goes through a ReLU itself: dout may be negative where it passes.',
  'reluBackward/threshold-at-1': 'The gradient stops where x is between 0 and 1: the threshold is 0.',
  'reluBackward/slope-added': 'dx has the slope added to dout: multiply by it.',
  'reluBackward/slope-subtracted': 'dx has the slope subtracted from dout: multiply by it.',
  'reluBackward/at-zero':
    'At x = 0 the gradient comes through: it has to be 0 there, where the function has a kink.',
  'reluBackward/at-zero-half':
    'At x = 0 the gradient comes through by half: it has to be 0 there, where the function has a kink.',
} as const
