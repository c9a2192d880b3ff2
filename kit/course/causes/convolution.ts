/** What is wrong with convolution and max pooling, by the cause's id. */
export const convolution = {
  'convForward/filter-flipped':
    'The filter is flipped: both rows and columns of the filter run backwards. Its row p belongs on row p of the window.',
  'convForward/filter-rows-backwards':
    'The rows of the filter run backwards: its row p belongs on row p of the window.',
  'convForward/filter-columns-backwards':
    'The columns of the filter run backwards: its column q belongs on column q of the window.',
  'convForward/filter-by-columns': 'The filter is read column by column, but its numbers stand row by row.',
  'convForward/filter-square': 'The filter is taken to be square, as wide as it is high.',
  'convForward/filter-last-row': 'The last row of the filter is left out.',
  'convForward/filter-last-column': 'The last column of the filter is left out.',
  'convForward/first-channel-only':
    'Only the first channel is looked at, but the products of all channels belong in the sum.',
  'convForward/first-channel-of-filter':
    'Every channel is multiplied by the part of the filter that is for the first channel.',
  'convForward/first-filter-only':
    'The first filter is used for all channels of the output, but each has its own.',
  'convForward/last-product-only':
    'Each output is the last product alone: add up all products, and the bias.',
  'convForward/averaged': 'The products are averaged, but they should be added up.',
  'convForward/bias-subtracted': 'The bias is subtracted, but it should be added.',
  'convForward/bias-per-channel':
    'The bias is added once for every channel: start each sum with it, outside the loop over channels.',
  'convForward/bias-per-product':
    'The bias is added with every product: start each sum with it, outside the loops.',
  'convForward/bias-of-first-filter': 'Every filter gets the first bias, but each has its own: b[f].',
  'convForward/bias-by-image': 'The bias is chosen by the image, but each filter has its own: b[f].',
  'convForward/stride-ignored': 'The stride is ignored: this is what stride 1 gives.',
  'convForward/stride-only-down':
    'The stride moves the filter only downwards; it should move it to the right as well.',
  'convForward/stride-only-right':
    'The stride moves the filter only to the right; it should move it downwards as well.',
  'convForward/border-below-and-right':
    'The zeros lie only below and to the right of the image: put the border on every side.',
  'convForward/border-above-and-left':
    'The zeros lie only above and to the left of the image: put the border on every side.',
  'convForward/border-always-one': 'The border is always 1 wide, but options.pad says how wide it is.',
  'convForward/border-of-ones': 'The border is made of ones, but it should be made of zeros.',
  'convForward/relu': 'Negative numbers are cut off, but the ReLU is a layer of its own.',
  'convForward/rows-and-columns-swapped':
    'Rows and columns of out are swapped: out[n, f, i, j] comes of row i · stride and column j · stride of the image.',
  'convBackward/dout-last-column': 'The last column of dout is left out.',
  'convBackward/dout-last-row': 'The last row of dout is left out.',
  'convBackward/dout-swapped': 'Row and column are swapped where dout is read.',
  'convBackward/dx-overwritten':
    'dx is overwritten where windows overlap: a pixel gets the gradients of all windows that it lies in.',
  'convBackward/dx-stride-ignored': 'dx ignores the stride: this is what stride 1 gives.',
  'convBackward/dx-stride-only-down':
    'dx has the stride only downwards; the filter moves to the right by it as well.',
  'convBackward/dx-stride-only-right':
    'dx has the stride only to the right; the filter moves downwards by it as well.',
  'convBackward/dx-filter-backwards':
    'dx meets the filter backwards: use weight (p, q) where the forward pass used it.',
  'convBackward/dx-first-filter':
    'dx comes of the first filter alone: every filter looks at every pixel, so add up over the filters.',
  'convBackward/dx-first-channel': 'dx is 0 in every channel but the first.',
  'convBackward/dx-last-filter-row': 'dx leaves out the last row of the filter.',
  'convBackward/dx-square-filter': 'dx takes the filter to be square, as wide as it is high.',
  'convBackward/dx-border-from-wrong-place':
    'dx is cut out of the wrong place: the border goes off on every side.',
  'convBackward/dw-overwritten':
    'dw is overwritten by every window: a weight gets the gradients of all windows of all images.',
  'convBackward/dw-stride-ignored': 'dw ignores the stride: this is what stride 1 gives.',
  'convBackward/dw-stride-only-down':
    'dw has the stride only downwards; the filter moves to the right by it as well.',
  'convBackward/dw-stride-only-right':
    'dw has the stride only to the right; the filter moves downwards by it as well.',
  'convBackward/dw-backwards':
    'dw has its rows and columns backwards: weight (p, q) meets row p and column q of the window.',
  'convBackward/dw-first-image': 'dw comes of the first image alone: add up over the images.',
  'convBackward/dw-first-filter': 'dw is 0 for every filter but the first.',
  'convBackward/dw-first-channel': 'dw is 0 for every channel but the first.',
  'convBackward/dw-square-filter': 'dw takes the filter to be square, as wide as it is high.',
  'convBackward/db-first-image': 'db comes of the first image alone: add up over the images.',
  'convBackward/db-over-filters':
    'db is summed over the filters, but it has one element for each: sum over images, rows and columns.',
  'maxPoolForward/starts-with-zero':
    'out is 0 where all pixels of a window are negative: start with a pixel of the window, not with 0.',
  'maxPoolForward/average': 'out is the average of each window, but max pooling takes the maximum.',
  'maxPoolForward/sum': 'out is the sum of each window, but max pooling takes the maximum.',
  'maxPoolForward/minimum': 'out is the minimum of each window, but max pooling takes the maximum.',
  'maxPoolForward/largest-absolute':
    'out is the pixel with the largest absolute value, but -3 is smaller than 1: compare the pixels themselves.',
  'maxPoolForward/first-pixel': 'out is the first pixel of each window.',
  'maxPoolForward/last-pixel': 'out is the last pixel of each window.',
  'maxPoolForward/window-swapped': 'The height and width of the window are swapped.',
  'maxPoolForward/window-as-wide': 'The window is taken to be square, as wide as it is high.',
  'maxPoolForward/window-as-high': 'The window is taken to be square, as high as it is wide.',
  'maxPoolForward/window-always-two':
    'The window is always 2 x 2, but its sizes are options.poolHeight and options.poolWidth.',
  'maxPoolForward/last-row': 'The last row of each window is left out.',
  'maxPoolForward/last-column': 'The last column of each window is left out.',
  'maxPoolForward/stride-ignored': 'The stride is ignored: this is what stride 1 gives.',
  'maxPoolForward/stride-only-down':
    'The stride moves the window only downwards; it should move it to the right as well.',
  'maxPoolForward/stride-only-right':
    'The stride moves the window only to the right; it should move it downwards as well.',
  'maxPoolForward/stride-is-window':
    'The window moves by its own height and width, but options.stride says how far it moves.',
  'maxPoolForward/stride-is-height':
    'The window moves down by its own height, but options.stride says how far it moves.',
  'maxPoolForward/stride-is-width':
    'The window moves to the right by its own width, but options.stride says how far it moves.',
  'maxPoolForward/stride-always-two':
    'The window always moves by 2, but options.stride says how far it moves.',
  'maxPoolForward/starts-outside-window':
    'The maximum starts with a pixel outside of its window: row i, column j is not where window (i, j) begins.',
  'maxPoolForward/first-channel': 'Every channel of out is that of the first channel of x.',
  'maxPoolForward/first-image': 'Every image of out is that of the first image of x.',
  'maxPoolForward/rows-and-columns-swapped':
    'Rows and columns of out are swapped: out[n, c, i, j] comes of row i · stride and column j · stride of the image.',
  'maxPoolBackward/overwritten':
    'dx is overwritten where windows overlap: a pixel gets the gradients of all windows in which it is the maximum.',
  'maxPoolBackward/counts-windows':
    'dx counts the windows in which a pixel is the maximum: multiply by the upstream gradient.',
  'maxPoolBackward/times-maximum':
    'The gradient is multiplied by the maximum, but the slope of the maximum is 1.',
  'maxPoolBackward/negative-dout-left-out':
    'Negative upstream gradients are left out, but they are gradients like others.',
  'maxPoolBackward/relu': 'Maxima that are not positive get nothing, but the ReLU is a layer of its own.',
  'maxPoolBackward/to-first-pixel': 'The gradient goes to the first pixel of its window, not to the maximum.',
  'maxPoolBackward/to-last-pixel': 'The gradient goes to the last pixel of its window, not to the maximum.',
  'maxPoolBackward/to-minimum': 'The gradient goes to the minimum of each window, not to the maximum.',
  'maxPoolBackward/to-every-pixel':
    'The gradient goes to every pixel of its window, but only the maximum decides what comes out.',
  'maxPoolBackward/divided-among-pixels':
    'The gradient is divided among all pixels of its window, but only the maximum decides what comes out.',
  'maxPoolBackward/ties-all':
    'At ties, every one of the equal maxima gets the whole gradient: choose one of them, such as the first.',
  'maxPoolBackward/ties-divided':
    'At ties, the gradient is divided among the equal maxima: choose one of them, such as the first.',
  'maxPoolBackward/shared-at-tie':
    'The window of output [{index}] has the pixels {pixels} and the gradients {gradients}, but one maximum should get all of {upstream} and the others 0.',
  'maxPoolBackward/not-the-maximum':
    'The window of output [{index}] has the pixels {pixels} and the gradients {gradients}, but the gradient belongs to a maximum, and there is a larger pixel than {pixel}.',
} as const
