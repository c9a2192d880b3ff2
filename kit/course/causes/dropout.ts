/** What is wrong with dropout, by the cause's id. */
export const dropout = {
  'dropoutForward/nothing-dropped': 'Nothing is dropped in train mode.',
  'dropoutForward/neither-zero-nor-scaled':
    'Every element of out should be 0 or x / keepProb, but some are neither.',
  'dropoutForward/whole-line':
    '{name} {k} of a (60, 60) input is {state} as a whole: draw a separate number for every element.',
  'dropoutForward/normal-numbers':
    'With keepProb {keepProb}, {kept} of the elements are kept, but should be {wanted}: that many normal numbers are below it. Draw uniform numbers from 0 to 1.',
  'dropoutForward/whole-channel':
    'Channel {c} of image {n} is {state} as a whole: draw a separate number for every element.',
  'dropoutForward/shared-mask':
    'Images {n} and {other} have the same mask: draw a mask in the shape of the whole input.',
  'dropoutForward/same-count':
    'Every mask keeps the same number of elements: draw a separate number for every element.',
  'dropoutForward/mean-changes':
    'With keepProb {keepProb}, the mean of x is {before} and the mean of out is {after}, but they should be about the same.',
  'dropoutForward/seed-not-followed':
    'Two calls with the same seed drop different elements: draw from `random`.',
  'dropoutForward/seeds-alike': 'Seeds 4 and 5 drop the same elements: draw from `random`.',
  'dropoutForward/no-seed-alike': 'Two calls without a seed drop the same elements: draw from `random`.',
  'dropoutForward/drops-in-test-mode': 'Elements are dropped in test mode, but out should be x.',
  'dropoutForward/out-is-x': 'Nothing is dropped in train mode: out is x.',
  'dropoutForward/not-scaled': 'The kept elements are not scaled: divide them by keepProb.',
  'dropoutForward/multiplied-by-keepProb':
    'The kept elements are multiplied by keepProb, but should be divided by it.',
  'dropoutForward/divided-by-drop-probability':
    'The kept elements are divided by 1 - keepProb, but should be divided by keepProb, the probability to keep an element.',
  'dropoutForward/multiplied-by-drop-probability':
    'The kept elements are multiplied by 1 - keepProb, but should be divided by keepProb.',
  'dropoutForward/out-is-mask': 'out is the mask itself: multiply x by it.',
  'dropoutForward/scaled-twice': 'The kept elements are divided by keepProb twice.',
  'dropoutForward/scaled-by-root':
    'The kept elements are divided by the root of keepProb, but should be divided by keepProb.',
  'dropoutForward/test-multiplied':
    'x is multiplied by keepProb in test mode, but out should be x: inverted dropout has already scaled in training.',
  'dropoutForward/scaled-in-test-mode':
    'out is multiplied by keepProb in test mode, as in dropout that is not inverted. Here, train mode divides by keepProb, and test mode changes nothing.',
  'dropoutForward/test-divided':
    'x is divided by keepProb in test mode, but out should be x: nothing is dropped there.',
  'dropoutBackward/other-mask':
    'dx drops other elements than the forward pass: use the mask that the forward pass drew, and keep it in the cache.',
  'dropoutBackward/latest-mask':
    'dx uses the mask of the latest forward pass, but should use the one in the cache: keep a new mask there in every call.',
  'dropoutBackward/mask-from-out':
    'An element that is kept gets no gradient if it was 0 before. A 0 in out does not say that it was dropped: keep the mask in the cache.',
  'dropoutBackward/test-mode': 'In test mode nothing was dropped, so dx should be dout.',
  'dropoutBackward/passed-on': 'dx is dout, as if nothing had been dropped: multiply it by the mask.',
  'dropoutBackward/not-scaled': 'dx is not scaled: divide it by keepProb, like out.',
  'dropoutBackward/multiplied-by-keepProb':
    'dx is multiplied by keepProb, but should be divided by it, like out.',
  'dropoutBackward/scaled-twice': 'dx is divided by keepProb twice: is the mask applied twice?',
  'dropoutBackward/scaled-everywhere':
    'dx is scaled by 1 / keepProb everywhere, but should be 0 where the forward pass dropped an element.',
  'dropoutBackward/inverted':
    'dx passes the gradient where the forward pass dropped an element, and drops it where it kept one.',
  'dropoutBackward/mask-itself': 'dx is the mask itself: multiply dout by it.',
  'droppedNet/scores-drop':
    'Units are dropped when scores are requested: use the mode that this.drop is given, here test mode.',
  'droppedNet/input-dropped': 'Elements of the input are dropped, but only hidden units should be.',
  'droppedNet/hidden-layer-whole':
    'No unit of hidden layer {layer} is {state} in train mode: in every hidden block of the forward pass (TODO 1.15), call this.drop once and pass its out on. Use the mode that this.drop is given.',
  'droppedNet/layers-alike':
    'Both hidden layers drop the same units: use the seed that this.drop has for each layer.',
  'droppedNet/scores-dropped':
    'The scores are dropped: dropout belongs only after the ReLU of a hidden layer.',
  'droppedNet/nothing-dropped': 'No hidden unit is dropped in train mode.',
  'droppedNet/not-scaled': 'The kept units are not scaled by 1 / keepProb.',
  'droppedNet/scaled-by-drop-probability':
    'The kept units are scaled by 1 / (1 - keepProb), but should be scaled by 1 / keepProb.',
  'droppedNet/applied-twice': 'Dropout is applied twice: the kept units are scaled by 1 / keepProb².',
  'droppedNet/seed-not-followed':
    'Two calls of loss drop different units, although dropout has a seed: use the seed of this.drop.',
  'droppedNet/no-seed-alike':
    'Two calls of loss drop the same units, but without a seed every call should draw new masks: use the seed of this.drop.',
  'droppedNet/network-seed-not-followed': 'Two runs from the same seed give different losses.',
  'droppedNet/network-seeds-alike': 'Runs from two seeds drop the same units.',
  'droppedNet/new-mask':
    'The gradient goes through a new mask: use the cache, which holds the mask of the forward pass.',
  'droppedNet/backward-skipped':
    'The upstream gradient is passed on as if nothing had been dropped: pass on the dx of dropout instead.',
  'droppedNet/backward-not-scaled': 'The upstream gradient is masked, but not scaled by 1 / keepProb.',
  'droppedNet/backward-twice': 'The upstream gradient goes through dropout twice.',
  'droppedNet/backward-multiplied':
    'The upstream gradient is multiplied by keepProb, but should be divided by it.',
  'droppedNet/first-mask-everywhere': 'The backward pass uses the mask of layer 1 for every layer.',
  'droppedNet/masks-swapped': 'The masks of the layers are swapped in the backward pass.',
  'dropoutForward/share':
    'With keepProb {keepProb}, {kept} of the elements are kept, but should be {wanted}.',
  'dropoutForward/share-inverted':
    'With keepProb {keepProb}, {kept} of the elements are kept, but should be {wanted}: keepProb is the probability to keep an element, not to drop it.',
  'dropoutForward/no-range-error':
    'keepProb {keepProb} should throw a RangeError that names keepProb, but {thrown}.',
  'droppedNet/share':
    'With keepProb {keepProb}, {kept} % of the hidden units are kept: pass on the keepProb of this.dropout.',
  'droppedNet/share-inverted':
    'With keepProb {keepProb}, {kept} % of the hidden units are kept: pass keepProb on unchanged, it is the probability to keep a unit.',
} as const
