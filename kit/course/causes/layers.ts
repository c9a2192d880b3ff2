/** What is wrong with the affine layer and the ReLU, by the cause's id. */
export const layers = {
  'affineForward/first-bias': 'Every column of out uses the first bias, b[0]: each output has its own bias.',
  'affineForward/bias-multiplied': 'The output is multiplied by the bias: add it instead.',
  'affineForward/bias-on-inputs': 'The bias is added to every input: add it to the outputs instead.',
  'affineForward/w-reshaped': 'w is reshaped, which puts its numbers in other places: use it as it is.',
  'affineForward/unrolled-otherwise':
    'Each example is flattened in a different order from reshape: the last axis should run fastest.',
  'affineForward/not-rows': 'An example may have any shape: make it one row before you multiply.',
  'affineForward/row-of-one-axis':
    'The rows are as long as the second axis of x, but an example may have more axes: one row holds all its numbers.',
  'affineForward/averaged': 'The products are averaged over the inputs: add them up instead.',
  'affineForward/last-input': 'The last number of every example is left out.',
  'affineForward/first-example': 'Every example gets the scores of the first one.',
  'affineForward/relu': 'out went through a ReLU, but the affine layer has none.',
  'affineForward/bias-alone': 'out holds only the bias.',
  'affineBackward/w-reshaped':
    'w is reshaped where it should be transposed: the numbers are right, but in the wrong places.',
  'affineBackward/dx-without-dout': 'dx leaves dout out, as if dout were 1 everywhere.',
  'affineBackward/dx-summed': 'dx is summed over the examples: each example has its own gradient.',
  'affineBackward/dx-times-x': 'dx is multiplied by x: leave x out, because the layer is linear in x.',
  'affineBackward/dx-absolute-w': 'dx uses |w| instead of w.',
  'affineBackward/dw-first-example':
    'dw comes from the first example alone: add up the gradients of all examples.',
  'affineBackward/dw-last-example':
    'dw comes from the last example alone: add up the gradients of all examples.',
  'affineBackward/dw-without-dout': 'dw leaves dout out, as if dout were 1 everywhere.',
  'affineBackward/dw-without-x': 'dw leaves x out, as if x were 1 everywhere.',
  'affineBackward/x-reshaped':
    'x is reshaped where it should be transposed: the numbers are right, but in the wrong places.',
  'affineBackward/dw-with-w':
    'w is added to dw: that is the gradient of a regularization, which is not part of the layer.',
  'affineBackward/db-first-example':
    'db is the upstream gradient of the first example alone: add up those of all examples.',
  'affineBackward/db-last-example':
    'db is the upstream gradient of the last example alone: add up those of all examples.',
  'affineBackward/db-without-dout': 'db leaves dout out: it only counts the examples.',
  'affineBackward/db-over-outputs': 'db is summed over the outputs: sum over the examples instead, axis 0.',
  'affineBackward/db-over-everything':
    'db is summed over the outputs as well: each bias has its own gradient.',
  'affineBackward/db-zero': 'db is 0, but b does affect out: its gradient comes from dout.',
  'reluForward/x-itself': 'out is x itself: negative numbers should become 0.',
  'reluForward/leak-hundredth': 'Negative numbers are multiplied by 0.01, but should become 0.',
  'reluForward/leak-tenth': 'Negative numbers are multiplied by 0.1, but should become 0.',
  'reluForward/absolute': 'Negative numbers lose their sign, but should become 0.',
  'reluForward/negative-half':
    'Negative numbers are kept and positive ones become 0: it should be the other way round.',
  'reluForward/cut-at-1': 'Numbers above 1 are cut off, but a ReLU has no upper limit.',
  'reluForward/cut-at-6': 'Numbers above 6 are cut off, but a ReLU has no upper limit.',
  'reluForward/step': 'out is 1 where x is positive, but should be x there.',
  'reluForward/sign': 'out is the sign of x, but should be x where x is positive.',
  'reluForward/sigmoid': 'out is a sigmoid of x.',
  'reluForward/softplus': 'out is ln(1 + e^x), a smooth version of the ReLU.',
  'reluForward/tanh': 'out is tanh x.',
  'reluForward/threshold-at-1': 'Numbers between 0 and 1 become 0 too, but the threshold should be 0.',
  'reluForward/squared': 'out is max(0, x)²: leave out the square.',
  'reluForward/rounded': 'out is rounded to whole numbers.',
  'reluBackward/slope-alone': 'dx is only the slope, 1 or 0: multiply it by dout.',
  'reluBackward/times-x': 'dx is multiplied by x, but the slope of a ReLU is 1 where x is positive.',
  'reluBackward/sign-of-dout': 'dx depends on the sign of dout, but should depend on the sign of x.',
  'reluBackward/inverted': 'The gradient passes where x is negative, but should pass where x is positive.',
  'reluBackward/negative-side':
    'The gradient passes with a minus sign where x is negative, but should be 0 there.',
  'reluBackward/leak': 'The gradient is multiplied by 0.01 where x is negative, but should be 0 there.',
  'reluBackward/relu-of-dx':
    'dx itself goes through a ReLU, but negative gradients should pass where x is positive.',
  'reluBackward/threshold-at-1':
    'The gradient stops where x is between 0 and 1, but the threshold should be 0.',
  'reluBackward/slope-added': 'The slope is added to dout: multiply by it instead.',
  'reluBackward/slope-subtracted': 'The slope is subtracted from dout: multiply by it instead.',
  'reluBackward/at-zero':
    'The gradient passes at x = 0, where the function has a kink, but should be 0 there.',
  'reluBackward/at-zero-half':
    'Half of the gradient passes at x = 0, where the function has a kink, but it should be 0 there.',
} as const
