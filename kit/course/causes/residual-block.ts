/** What is wrong with the residual block, by the cause's id. */
export const residualBlock = {
  'shortcutForward/zeros-first': 'The channels of zeros come before those of x, but should come after them.',
  'shortcutForward/zeros-on-both-sides':
    'Half of the channels of zeros come before those of x, but all of them should come after.',
  'shortcutForward/channels-again': 'The new channels repeat the channels of x, but should be 0.',
  'shortcutForward/first-pixels':
    'The result holds the first rows and columns of the image; keep those that the stride reaches.',
  'shortcutForward/second-pixel':
    'The result begins with the second pixel; begin with the first, row 0 and column 0.',
  'shortcutForward/rounded-down':
    'The last row and column are missing where the stride does not divide the size: round H / stride and W / stride up.',
  'shortcutForward/stride-rows-only': 'The stride is used only for the rows.',
  'shortcutForward/stride-columns-only': 'The stride is used only for the columns.',
  'shortcutForward/means':
    'The result holds means of neighbouring pixels; the shortcut passes on single pixels.',
  'shortcutForward/first-image': 'Every image of the result is the first image of x.',
  'shortcutForward/rows-and-columns-swapped': 'Rows and columns are swapped.',
  'shortcutBackward/to-all-pixels':
    'The gradient goes to all pixels of a window, but only the pixel that was passed on should get it.',
  'shortcutBackward/divided-among-pixels':
    'The gradient is divided among the pixels of a window, but the pixel that was passed on should get all of it.',
  'shortcutForward/channels-forgotten':
    'With stride 1, x is passed on as it is, also where there should be more channels: fill the new ones with zeros.',
  'shortcutBackward/stride-forgotten':
    'With as many channels as before, dout is passed on as it is, also where the stride has left out pixels: dx has the shape of x.',
  'shortcutBackward/to-first-pixels':
    'The gradient goes to the first rows and columns, but belongs where the stride reaches.',
  'shortcutBackward/last-channels':
    'dx uses the gradient of the last channels, which are zeros and do not depend on x; use the first C.',
  'shortcutBackward/zeros-added':
    'The gradients of the channels of zeros are added; leave them out, because those zeros do not depend on x.',
  'residualForward/branch-called-often':
    'The branch is called {count} times; call it once, because each call costs two convolutions.',
  'residualForward/no-relu': 'The ReLU of the sum is missing.',
  'residualForward/no-shortcut': 'The shortcut is missing: this is the ReLU of the branch alone.',
  'residualForward/no-branch': 'The branch is missing: this is the ReLU of the shortcut alone.',
  'residualForward/relu-of-branch': 'The ReLU is applied to the branch, before the sum; apply it to the sum.',
  'residualForward/relu-of-shortcut':
    'The ReLU is applied to the shortcut, before the sum; apply it to the sum.',
  'residualForward/relu-of-both': 'The ReLU is applied to both before they are added; add first.',
  'residualForward/subtracted': 'The shortcut is subtracted; add it.',
  'residualForward/multiplied': 'The branch and the shortcut are multiplied; add them.',
  'residualBackward/branch-called-often':
    'backward of the branch is called {count} times, but should be called once.',
  'residualBackward/no-shortcut': 'The gradient through the shortcut is missing.',
  'residualBackward/no-branch': 'The gradient through the branch is missing.',
  'residualBackward/no-relu': 'The ReLU is missing in the backward pass.',
  'residualBackward/no-relu-to-shortcut': 'The ReLU is missing in the backward pass through the shortcut.',
  'residualBackward/no-relu-to-branch': 'The ReLU is missing in the backward pass through the branch.',
  'residualBackward/subtracted': 'The gradient of the shortcut is subtracted; add both gradients.',
  'residualBackward/halved':
    'The gradient is halved between branch and shortcut, but each should get all of it.',
} as const
