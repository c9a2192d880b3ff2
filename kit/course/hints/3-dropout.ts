import type { Hints } from './hints.ts'

/** The hints of Part 3, by TODO. */
export const hints: Record<string, Hints> = {
  '3.1': {
    levels: [
      'Each element is kept or dropped by a draw of its own. How large is it on average after that, and what must you do to those that are kept, so that the average stays what it was?',
      'Train: out = x · mask / keepProb, with a mask of ones (probability keepProb) and zeros in the shape of x. Test: out = x.',
      'In test mode return x as out and remember that nothing was dropped. Otherwise random.bernoulliMask(x.shape, keepProb, x.dtype), div by keepProb, mul with x; put the scaled mask into the cache. keepProb is the probability to keep.',
    ],
    after: [
      [
        [
          'dropoutForward/share-inverted',
          'dropoutForward/divided-by-drop-probability',
          'dropoutForward/multiplied-by-drop-probability',
        ],
        'keepProb is 0.8: how many elements of ten should still be there? Try your code on that in your head.',
      ],
      [
        [
          'dropoutForward/test-divided',
          'dropoutForward/test-multiplied',
          'dropoutForward/out-is-x',
          'dropoutForward/drops-in-test-mode',
          'dropoutForward/nothing-dropped',
        ],
        'A finished network is used as it is, with all its units. Which mode drops, and what does the other one do to x?',
      ],
      [
        ['dropoutForward/not-scaled', 'dropoutForward/multiplied-by-keepProb', 'dropoutForward/scaled-twice'],
        'An element is kept with probability p and is then x · s. Which s makes its average x again?',
      ],
      [
        ['dropoutForward/whole-line'],
        'If one draw decides about a whole row, an example is gone or there. For how many elements should there be a draw?',
      ],
      [
        ['dropoutForward/seed-not-followed', 'dropoutForward/no-seed-alike'],
        'The generator random is made for you, from the seed if there is one. Does every number of your mask come from it?',
      ],
    ],
  },
  '3.2': {
    levels: [
      'out is x times something that does not depend on x. So what does dout have to be multiplied by, and who knows it?',
      'dx = dout · mask / keepProb, with the very mask of the forward pass; in test mode dx = dout.',
      'If the forward pass kept its scaled mask, this is one mul of dout and cache.mask, and dout itself where there is no mask. Draw nothing here: a new mask would be another one.',
    ],
    after: [
      [
        ['dropoutBackward/passed-on'],
        'An element that was dropped had no influence on the output. So what is its gradient?',
      ],
      [
        [
          'dropoutBackward/not-scaled',
          'dropoutBackward/multiplied-by-keepProb',
          'dropoutBackward/scaled-twice',
          'dropoutBackward/scaled-everywhere',
        ],
        'In the forward pass each kept element was multiplied by a number. By which number does its gradient come back?',
      ],
      [
        ['dropoutBackward/other-mask', 'dropoutBackward/latest-mask'],
        'Which mask belongs to this dout? Only the forward pass knows it: where did it leave it?',
      ],
      [
        ['crash/other', 'dropoutBackward/test-mode'],
        'In test mode nothing was dropped, so there may be no mask. What is the gradient then?',
      ],
    ],
  },
  '3.3': {
    levels: [
      'Everything about the mask is already decided when this line is reached: how many to keep, in which mode, from which seed. Which function of yours takes these three?',
      'out and cache of dropoutForward for x, with keepProb, mode and seed.',
      'One call of dropoutForward, with x and an object of the three names that stand above. In 1.15, hand its out on to the next block and keep its cache as drop.',
    ],
    after: [
      [
        ['droppedNet/scores-drop', 'droppedNet/hidden-layer-whole'],
        'loss works in train mode, and scores in test mode. Which mode do you hand on, and does the next block get what dropout gave?',
      ],
      [
        [
          'droppedNet/share-inverted',
          'droppedNet/share',
          'droppedNet/not-scaled',
          'droppedNet/applied-twice',
          'droppedNet/scaled-by-drop-probability',
        ],
        'dropoutForward divides by keepProb itself, and takes the probability to keep. Is there anything left to do with that number here?',
      ],
      [
        [
          'droppedNet/seed-not-followed',
          'droppedNet/layers-alike',
          'droppedNet/no-seed-alike',
          'droppedNet/network-seeds-alike',
        ],
        'The seed for this layer and this pass has been worked out for you two lines above. Do you use it as it is?',
      ],
      [
        ['droppedNet/without-hidden-layer', 'droppedNet/input-dropped'],
        'Dropout stands behind the ReLU of each hidden layer, once, and nowhere else. Where does your forward pass call it?',
      ],
    ],
  },
  '3.4': {
    levels: [
      'You wrote the way back through dropout in 3.2. What does it need, and where was it kept in the forward pass?',
      'dx of dropoutBackward, for dout and this cache, (N, D).',
      'Call dropoutBackward with dout and cache (its type is DropoutCache here, so add "as DropoutCache"), and return the dx of the result, not the object. In 1.16 it comes before the ReLU, on the way back.',
    ],
    after: [
      [
        ['droppedNet/backward-skipped'],
        'The gradient passes as if all units had been there. Does this method call the backward function, and does loss call this method before the ReLU?',
      ],
      [
        ['droppedNet/first-mask-everywhere', 'droppedNet/new-mask', 'droppedNet/masks-swapped'],
        'Each layer must go back through the mask that it drew in this very forward pass. Which cache arrives here, and from which block?',
      ],
      [
        ['droppedNet/backward-not-scaled', 'droppedNet/backward-twice'],
        'The scaled mask of the forward pass is all that is needed, once. What else does your way back do?',
      ],
    ],
  },
}
