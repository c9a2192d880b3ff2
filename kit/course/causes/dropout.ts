/** What is wrong with dropout, by the cause's id. */
export const dropout = {
  'dropoutForward/nothing-dropped': 'Nothing is dropped in train mode.',
  'dropoutForward/neither-zero-nor-scaled':
    'Every element of out should be 0 or x / keepProb, and some are neither.',
  'dropoutForward/whole-line':
    '{name} {k} of a (60, 60) input is {state} as a whole: draw a number for every element.',
  'dropoutForward/same-count':
    'Every mask keeps the same number of elements: draw for every element on its own.',
  'dropoutForward/mean-changes':
    'With keepProb {keepProb}, the mean of x is {before} and that of out {after}, but the two should be about the same.',
  'dropoutForward/seed-not-followed':
    'Two calls with the same seed drop different elements: draw from `random`.',
  'dropoutForward/seeds-alike': 'Seeds 4 and 5 drop the same elements: draw from `random`.',
  'dropoutForward/no-seed-alike': 'Two calls without a seed drop the same elements: draw from `random`.',
  'dropoutForward/drops-in-test-mode': 'In test mode elements are dropped, but out should be x.',
  'dropoutForward/out-is-x': 'Nothing is dropped in train mode: out is x.',
  'dropoutForward/not-scaled': 'What is kept is not scaled: divide it by keepProb.',
  'dropoutForward/multiplied-by-keepProb':
    'What is kept is multiplied by keepProb, but should be divided by it.',
  'dropoutForward/divided-by-drop-probability':
    'What is kept is divided by 1 - keepProb, but should be divided by keepProb, the probability to keep it.',
  'dropoutForward/multiplied-by-drop-probability':
    'What is kept is multiplied by 1 - keepProb, but should be divided by keepProb.',
  'dropoutForward/out-is-mask': 'out is the mask itself: multiply x by it.',
  'dropoutForward/scaled-twice': 'What is kept is divided by keepProb twice.',
  'dropoutForward/scaled-by-root':
    'What is kept is divided by the root of keepProb, but should be divided by keepProb.',
  'dropoutForward/test-multiplied':
    'In test mode x is multiplied by keepProb, but inverted dropout has scaled already when it trained: out is x.',
  'dropoutForward/test-divided':
    'In test mode x is divided by keepProb, but nothing is dropped there: out is x.',
  'dropoutBackward/other-mask':
    'dx drops other elements than the forward pass: use the mask that the forward pass drew, which the cache can keep.',
  'dropoutBackward/latest-mask':
    'dx has the mask of the latest forward pass, but needs that of the cache: keep it there, made anew each time.',
  'dropoutBackward/test-mode': 'In test mode nothing was dropped: dx is dout.',
  'dropoutBackward/passed-on':
    'dx is dout, passed on as if nothing had been dropped: multiply it by the mask.',
  'dropoutBackward/not-scaled': 'dx is not scaled: out was divided by keepProb, and so is dx.',
  'dropoutBackward/multiplied-by-keepProb':
    'dx is multiplied by keepProb, but should be divided by it, like out.',
  'dropoutBackward/scaled-twice': 'dx is divided by keepProb twice: is the mask applied twice?',
  'dropoutBackward/scaled-everywhere':
    'dx is scaled by 1 / keepProb everywhere, but is 0 where the forward pass dropped an element.',
  'dropoutBackward/inverted': 'dx lets through what the forward pass dropped, and drops what it kept.',
  'dropoutBackward/mask-itself': 'dx is the mask itself: multiply dout by it.',
  'droppedNet/scores-drop':
    'Units are dropped when scores are asked for: use the mode that this.drop is given, test mode here.',
  'droppedNet/input-dropped': 'Elements of the input are dropped, but only hidden units should be.',
  'droppedNet/hidden-layer-whole':
    'No unit of hidden layer {layer} is {state} in train mode: call this.drop once in every hidden block of the forward pass (TODO 1.15), hand its out on, and use the mode that it is given.',
  'droppedNet/layers-alike':
    'Both hidden layers drop the same units: use the seed that this.drop has for its layer.',
  'droppedNet/without-hidden-layer':
    'Something is dropped although there is no hidden layer: dropout belongs behind the ReLU of hidden layers only.',
  'droppedNet/nothing-dropped': 'No hidden unit is dropped in train mode.',
  'droppedNet/not-scaled': 'The units that are kept are not scaled by 1 / keepProb.',
  'droppedNet/scaled-by-drop-probability':
    'The units that are kept are scaled by 1 / (1 - keepProb), but should be by 1 / keepProb.',
  'droppedNet/applied-twice':
    'Dropout is applied twice: the units that are kept are scaled by 1 / keepProb².',
  'droppedNet/seed-not-followed':
    'Two calls of loss drop different units, although dropout has a seed: use the seed that this.drop has.',
  'droppedNet/no-seed-alike':
    'Two calls of loss drop the same units, but without a seed every call should draw new masks: use the seed that this.drop has.',
  'droppedNet/network-seed-not-followed': 'Two runs from the same seed give different losses.',
  'droppedNet/network-seeds-alike': 'Runs from two seeds drop the same units.',
  'droppedNet/new-mask':
    'The gradient goes back through a new mask, but the mask is the one that the forward pass drew: use its cache.',
  'droppedNet/backward-skipped':
    'The upstream gradient is passed on as if nothing had been dropped: hand on the dx of dropout.',
  'droppedNet/backward-not-scaled': 'The upstream gradient is masked, but not scaled by 1 / keepProb.',
  'droppedNet/backward-twice': 'The upstream gradient goes through dropout twice.',
  'droppedNet/backward-multiplied':
    'The upstream gradient is multiplied by keepProb, but should be divided by it.',
  'droppedNet/first-mask-everywhere': 'Every layer goes back through the mask of layer 1.',
  'droppedNet/masks-swapped': 'The masks of the layers are swapped on the way back.',
  'dropoutForward/share':
    'With keepProb {keepProb}, {kept} of the elements are kept, but it should be {wanted}.',
  'dropoutForward/share-inverted':
    'With keepProb {keepProb}, {kept} of the elements are kept, but it should be {wanted}: keepProb is the probability to keep an element, not to drop it.',
  'dropoutForward/no-range-error':
    'keepProb {keepProb} should be a RangeError that names keepProb, but {thrown}.',
  'droppedNet/share':
    'With keepProb {keepProb}, {kept} % of the hidden units are kept: hand on the keepProb of this.dropout.',
  'droppedNet/share-inverted':
    'With keepProb {keepProb}, {kept} % of the hidden units are kept: hand keepProb on as it is, it is the probability to keep a unit.',
} as const
