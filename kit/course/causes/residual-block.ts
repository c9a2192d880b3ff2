/** What is wrong with the residual block, by the cause's id. */
export const residualBlock = {
  'shortcutForward/zeros-first': 'The channels of zeros stand before those of x; they belong behind them.',
  'shortcutForward/channels-again': 'The channels of x come again in the new channels; those are all 0.',
  'shortcutForward/first-pixels':
    'It keeps the first pixels in a row; keep every one that the stride comes to.',
  'shortcutForward/second-pixel':
    'It begins with the second pixel; begin with the first, row 0 and column 0.',
  'shortcutForward/stride-rows-only': 'The stride is used for the rows only.',
  'shortcutForward/stride-columns-only': 'The stride is used for the columns only.',
  'shortcutForward/means': 'It takes means of neighbouring pixels; the shortcut hands on single pixels.',
  'shortcutForward/first-image': 'Every image of the batch is the first one.',
  'shortcutForward/rows-and-columns-swapped': 'Rows and columns are swapped.',
  'shortcutBackward/to-all-pixels':
    'The gradient goes to all pixels of a window; only the one that was handed on gets it.',
  'shortcutBackward/divided-among-pixels':
    'The gradient is divided among the pixels of a window; the one that was handed on gets all of it.',
  'shortcutBackward/to-first-pixels':
    'The gradient goes to the first pixels in a row; it belongs where the stride comes to.',
  'shortcutBackward/last-channels':
    'It takes the gradient of the last channels, which are zeros and belong to nobody; take the first C.',
  'shortcutBackward/zeros-added':
    'The gradients of the channels of zeros are added; nobody made those zeros, so their gradient goes nowhere.',
  'residualForward/branch-called-often':
    'The branch is called {count} times, but once is enough: each call costs two convolutions.',
  'residualForward/no-relu': 'The ReLU of the sum is missing.',
  'residualForward/no-shortcut': 'The shortcut is missing: this is the ReLU of the branch alone.',
  'residualForward/no-branch': 'The branch is missing: this is the ReLU of the shortcut alone.',
  'residualForward/relu-of-branch': 'The ReLU is taken of the branch, before the sum; take it of the sum.',
  'residualForward/relu-of-shortcut':
    'The ReLU is taken of the shortcut, before the sum; take it of the sum.',
  'residualForward/relu-of-both': 'The ReLU is taken of both and then they are added; add first.',
  'residualForward/subtracted': 'The shortcut is subtracted; add it.',
  'residualForward/multiplied': 'Branch and shortcut are multiplied; add them.',
  'residualBackward/branch-called-often':
    'backward of the branch is called {count} times, but should be called once.',
  'residualBackward/no-shortcut': 'The gradient through the shortcut is missing.',
  'residualBackward/no-branch': 'The gradient through the branch is missing.',
  'residualBackward/no-relu': 'The ReLU is missing on the way back.',
  'residualBackward/no-relu-to-shortcut': 'The ReLU is missing on the way back through the shortcut.',
  'residualBackward/no-relu-to-branch': 'The ReLU is missing on the way back through the branch.',
  'residualBackward/subtracted': 'The gradient of the shortcut is subtracted; both are added.',
  'residualBackward/halved': 'The gradient is halved between branch and shortcut; each gets all of it.',
} as const
