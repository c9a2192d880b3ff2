/** What is wrong with convolution and max pooling, by the cause's id. */
export const convolution = {
  'convForward/filter-flipped':
    'The filter is flipped in both directions: row p of the filter belongs on row p of the window, and columns likewise.',
  'convForward/filter-rows-backwards':
    'The rows of the filter are reversed: row p of the filter belongs on row p of the window.',
  'convForward/filter-columns-backwards':
    'The columns of the filter are reversed: column q of the filter belongs on column q of the window.',
  'convForward/filter-by-columns':
    'The filter is read column by column, but its numbers are stored row by row.',
  'convForward/filter-square': 'The filter is treated as a square, as wide as it is high.',
  'convForward/filter-last-row': 'The last row of the filter is left out.',
  'convForward/filter-last-column': 'The last column of the filter is left out.',
  'convForward/first-channel-only':
    'Only the first channel is used, but the sum should include the products of all channels.',
  'convForward/first-channel-of-filter':
    'Every channel is multiplied by the first channel of the filter, not by its own.',
  'convForward/first-filter-only': 'Every output channel uses the first filter, but each should use its own.',
  'convForward/last-product-only': 'Each output is only the last product: add up all products, and the bias.',
  'convForward/averaged': 'The products are averaged, but should be added up.',
  'convForward/bias-subtracted': 'The bias is subtracted, but should be added.',
  'convForward/bias-per-channel':
    'The bias is added once for every channel: add it once per output, outside the loop over the channels.',
  'convForward/bias-per-product':
    'The bias is added with every product: add it once per output, outside the inner loops.',
  'convForward/bias-of-first-filter': 'Every filter uses the first bias, but each should use its own: b[f].',
  'convForward/bias-by-image': 'The bias is chosen by the image, but should be chosen by the filter: b[f].',
  'convForward/bias-first-position':
    'The bias is added at the first position alone: add it to every number of the output.',
  'convForward/stride-ignored': 'The stride is ignored: this is what stride 1 gives.',
  'convForward/stride-only-down':
    'The filter moves by the stride only downwards, but should also do so to the right.',
  'convForward/stride-only-right':
    'The filter moves by the stride only to the right, but should also do so downwards.',
  'convForward/border-below-and-right':
    'The zeros are only below and to the right of the image: put the border on every side.',
  'convForward/border-above-and-left':
    'The zeros are only above and to the left of the image: put the border on every side.',
  'convForward/first-pixels-as-border':
    'The first row and the first column of the image count as border: row 0 and column 0 are inside, so test for >= 0.',
  'convForward/border-always-one': 'The border is always 1 wide: take its width from options.pad.',
  'convForward/border-of-ones': 'The border is filled with ones, but should be filled with zeros.',
  'convForward/relu': 'out went through a ReLU, but the ReLU is a separate layer.',
  'convForward/not-linear':
    'out is not linear in {name}: without a bias, the sum of two inputs should give the sum of their outputs, and -2 · x should give -2 times as much.',
  'convForward/does-not-move':
    'When x loses its first {what}, as many as the stride, out should lose its first one and nothing else: the filter does the same at every position.',
  'convForward/total-goes-on':
    'The sum of one output goes on from the one before: start it again from the bias at every output.',
  'convForward/rows-and-columns-swapped':
    'Rows and columns of out are swapped: out[n, f, i, j] comes from row i · stride and column j · stride of the image.',
  'convBackward/dout-last-column': 'The last column of dout is left out.',
  'convBackward/dout-last-row': 'The last row of dout is left out.',
  'convBackward/dout-swapped': 'Rows and columns are swapped when dout is read.',
  'convBackward/dx-overwritten':
    'dx is overwritten where windows overlap: add up the gradients of all windows that contain a pixel.',
  'convBackward/dx-stride-ignored': 'dx ignores the stride: this is what stride 1 gives.',
  'convBackward/dx-stride-only-down':
    'dx uses the stride only downwards, but the filter also moves to the right by it.',
  'convBackward/dx-stride-only-right':
    'dx uses the stride only to the right, but the filter also moves downwards by it.',
  'convBackward/dx-between-strides':
    'dx also gets gradients from between two positions: weight p lies on row i only if i + pad - p is a multiple of the stride, and columns likewise.',
  'convBackward/dx-filter-backwards':
    'dx uses the filter in reverse: use weight (p, q) where the forward pass used it.',
  'convBackward/dx-first-filter':
    'dx comes from the first filter alone, but every filter uses every pixel: add up over the filters.',
  'convBackward/dx-first-channel': 'dx is 0 in every channel except the first.',
  'convBackward/dx-last-filter-row': 'dx leaves out the last row of the filter.',
  'convBackward/dx-square-filter': 'dx treats the filter as a square, as wide as it is high.',
  'convBackward/dx-border-from-wrong-place':
    'dx is cut out of the wrong place: remove the border on every side.',
  'convBackward/dw-overwritten':
    'dw is overwritten by every window: add up the gradients of all windows of all images.',
  'convBackward/dw-stride-ignored': 'dw ignores the stride: this is what stride 1 gives.',
  'convBackward/dw-stride-only-down':
    'dw uses the stride only downwards, but the filter also moves to the right by it.',
  'convBackward/dw-stride-only-right':
    'dw uses the stride only to the right, but the filter also moves downwards by it.',
  'convBackward/dw-backwards':
    'The rows and columns of dw are reversed: weight (p, q) meets row p and column q of the window.',
  'convBackward/dw-first-image': 'dw comes from the first image alone: add up over the images.',
  'convBackward/dw-first-filter': 'dw is 0 for every filter except the first.',
  'convBackward/dw-first-channel': 'dw is 0 for every channel except the first.',
  'convBackward/dw-square-filter': 'dw treats the filter as a square, as wide as it is high.',
  'convBackward/db-first-image': 'db comes from the first image alone: add up over the images.',
  'convBackward/db-last-image': 'db comes from the last image alone: add up over the images.',
  'convBackward/db-over-filters':
    'db is summed over the filters, but needs one element per filter: sum over images, rows and columns.',
  'maxPoolForward/starts-with-zero':
    'out is 0 where all pixels of a window are negative: start with a pixel of the window, not with 0.',
  'maxPoolForward/average': 'out is the average of each window, but max pooling takes the maximum.',
  'maxPoolForward/sum': 'out is the sum of each window, but max pooling takes the maximum.',
  'maxPoolForward/minimum': 'out is the minimum of each window, but max pooling takes the maximum.',
  'maxPoolForward/largest-absolute':
    'out is the pixel with the largest absolute value: compare the pixels themselves, so that 1 is larger than -3.',
  'maxPoolForward/first-pixel': 'out is the first pixel of each window.',
  'maxPoolForward/last-pixel': 'out is the last pixel of each window.',
  'maxPoolForward/window-swapped': 'The height and width of the window are swapped.',
  'maxPoolForward/window-as-wide': 'The window is treated as a square, as wide as it is high.',
  'maxPoolForward/window-as-high': 'The window is treated as a square, as high as it is wide.',
  'maxPoolForward/window-is-stride':
    'The window is as large as the stride, but should be poolHeight x poolWidth.',
  'maxPoolForward/window-always-two':
    'The window is always 2 x 2: take its size from options.poolHeight and options.poolWidth.',
  'maxPoolForward/last-row': 'The last row of each window is left out.',
  'maxPoolForward/last-column': 'The last column of each window is left out.',
  'maxPoolForward/stride-ignored': 'The stride is ignored: this is what stride 1 gives.',
  'maxPoolForward/stride-only-down':
    'The window moves by the stride only downwards, but should also do so to the right.',
  'maxPoolForward/stride-only-right':
    'The window moves by the stride only to the right, but should also do so downwards.',
  'maxPoolForward/stride-is-window':
    'The window moves by its own height and width, but should move by options.stride.',
  'maxPoolForward/stride-is-height':
    'The window moves down by its own height, but should move by options.stride.',
  'maxPoolForward/stride-is-width':
    'The window moves to the right by its own width, but should move by options.stride.',
  'maxPoolForward/stride-always-two': 'The window always moves by 2, but should move by options.stride.',
  'maxPoolForward/starts-outside-window':
    'The maximum starts with a pixel outside its window: window (i, j) does not begin at row i and column j.',
  'maxPoolForward/first-channel': 'Every channel of out comes from the first channel of x.',
  'maxPoolForward/first-image': 'Every image of out comes from the first image of x.',
  'maxPoolForward/rows-and-columns-swapped':
    'Rows and columns of out are swapped: out[n, c, i, j] comes from row i · stride and column j · stride of the image.',
  'maxPoolBackward/overwritten':
    'dx is overwritten where windows overlap: add up the gradients of all windows in which a pixel is the maximum.',
  'maxPoolBackward/counts-windows':
    'dx counts the windows in which a pixel is the maximum: add up their upstream gradients instead.',
  'maxPoolBackward/times-maximum':
    'The gradient is multiplied by the maximum, but the slope of the maximum is 1.',
  'maxPoolBackward/negative-dout-left-out':
    'Negative upstream gradients are left out: pass them on like all others.',
  'maxPoolBackward/relu': 'Maxima that are not positive get no gradient, but the ReLU is a separate layer.',
  'maxPoolBackward/first-row-of-windows':
    'Only the first row of windows of the first channel gets its gradient. Is there a return inside a loop?',
  'maxPoolBackward/place-in-channel':
    'All gradients go to the first channel of the first image: the place of a maximum must count the images and channels before it.',
  'maxPoolBackward/places-exchanged':
    'dout is read at the place of the maximum, and dx is written at the place of the output: it should be the other way round.',
  'maxPoolBackward/to-first-pixel':
    'The gradient goes to the first pixel of each window, but should go to the maximum.',
  'maxPoolBackward/to-last-pixel':
    'The gradient goes to the last pixel of each window, but should go to the maximum.',
  'maxPoolBackward/to-minimum':
    'The gradient goes to the minimum of each window, but should go to the maximum.',
  'maxPoolBackward/to-every-pixel':
    'The gradient goes to every pixel of its window, but should go to the maximum alone.',
  'maxPoolBackward/divided-among-pixels':
    'The gradient is divided among all pixels of its window, but should go to the maximum alone.',
  'maxPoolBackward/ties-all':
    'In a tie, each of the equal maxima gets the whole gradient: choose one of them, such as the first.',
  'maxPoolBackward/ties-divided':
    'In a tie, the gradient is divided among the equal maxima: choose one of them, such as the first.',
  'maxPoolBackward/shared-at-tie':
    'The window of output [{index}] has the pixels {pixels} and the gradients {gradients}, but one maximum should get all of {upstream} and the others 0.',
  'maxPoolBackward/not-the-maximum':
    'The window of output [{index}] has the pixels {pixels} and the gradients {gradients}, but the gradient belongs to a maximum, and another pixel is larger than {pixel}.',
} as const
