import type { Hints } from './hints.ts'

/** The hints of Part 3, by TODO. */
export const hints: Record<string, Hints> = {
  '3.1': {
    levels: [
      'Each element is kept or dropped by its own random draw. How large is it on average after that, and what must you do to the kept ones, so that the average stays the same?',
      'Train: out = x · mask / keepProb, with a mask of ones (probability keepProb) and zeros in the shape of x. Test: out = x.',
      'In test mode return x as out and remember that nothing was dropped. Otherwise use random.bernoulliMask(x.shape, keepProb, x.dtype), div by keepProb, and mul with x; put the scaled mask into the cache. keepProb is the probability to keep an element.',
    ],
    after: [
      [
        [
          'dropoutForward/share-inverted',
          'dropoutForward/divided-by-drop-probability',
          'dropoutForward/multiplied-by-drop-probability',
        ],
        'With keepProb 0.8, how many of ten elements should still be there? Go through your code with that in mind.',
      ],
      [
        [
          'dropoutForward/test-divided',
          'dropoutForward/test-multiplied',
          'dropoutForward/scaled-in-test-mode',
          'dropoutForward/out-is-x',
          'dropoutForward/drops-in-test-mode',
          'dropoutForward/nothing-dropped',
        ],
        'A trained network is used with all its units. Which mode drops elements, and what does the other mode do to x?',
      ],
      [
        ['dropoutForward/not-scaled', 'dropoutForward/multiplied-by-keepProb', 'dropoutForward/scaled-twice'],
        'An element is kept with probability p, and then becomes x · s. Which s makes its average x again?',
      ],
      [
        ['dropoutForward/whole-line'],
        'If one draw decides about a whole row, you keep or lose a whole example. For how many elements should there be a draw?',
      ],
      [
        ['dropoutForward/seed-not-followed', 'dropoutForward/no-seed-alike'],
        'The generator random is already there, made from the seed if there is one. Does every number of your mask come from it?',
      ],
    ],
  },
  '3.2': {
    levels: [
      'out is x times something that does not depend on x. What must you multiply dout by, and where is it kept?',
      'dx = dout · mask / keepProb, with the same mask as in the forward pass; in test mode dx = dout.',
      'If the forward pass kept its scaled mask, this is one mul of dout and cache.mask, or dout itself if there is no mask. Do not draw a new mask here: it would be a different one.',
    ],
    after: [
      [
        ['dropoutBackward/passed-on'],
        'A dropped element has no influence on the output. What is its gradient?',
      ],
      [
        [
          'dropoutBackward/not-scaled',
          'dropoutBackward/multiplied-by-keepProb',
          'dropoutBackward/scaled-twice',
          'dropoutBackward/scaled-everywhere',
        ],
        'In the forward pass each kept element was multiplied by a number. By which number must you multiply its gradient?',
      ],
      [
        ['dropoutBackward/other-mask', 'dropoutBackward/latest-mask'],
        'Which mask belongs to this dout? Only the forward pass knows it: where did it keep it?',
      ],
      [
        ['crash/other', 'dropoutBackward/test-mode'],
        'In test mode nothing was dropped, so there may be no mask. What is the gradient then?',
      ],
    ],
  },
  '3.3': {
    levels: [
      'At this line everything about the mask is already known: the probability to keep, the mode, the seed. Which of your functions takes these three?',
      'out and cache of dropoutForward for x, with keepProb, mode and seed.',
      'Call dropoutForward once, with x and an object of the three names above. In 1.15, pass its out on to the next block and keep its cache as drop.',
    ],
    after: [
      [
        ['droppedNet/scores-drop', 'droppedNet/hidden-layer-whole'],
        'loss uses train mode, and scores uses test mode. Which mode do you pass on, and does the next block get the output of dropout?',
      ],
      [
        [
          'droppedNet/share-inverted',
          'droppedNet/share',
          'droppedNet/not-scaled',
          'droppedNet/applied-twice',
          'droppedNet/scaled-by-drop-probability',
        ],
        'dropoutForward takes the probability to keep, and divides by it. Is there anything else to do with that number here?',
      ],
      [
        [
          'droppedNet/seed-not-followed',
          'droppedNet/layers-alike',
          'droppedNet/no-seed-alike',
          'droppedNet/network-seeds-alike',
        ],
        'The seed for this layer and this pass has already been computed two lines above. Do you use it as it is?',
      ],
      [
        ['droppedNet/scores-dropped', 'droppedNet/input-dropped'],
        'Dropout comes after the ReLU of each hidden layer, once, and nowhere else. Where does your forward pass call it?',
      ],
    ],
  },
  '3.4': {
    levels: [
      'You wrote the backward pass of dropout in 3.2. What does it need, and where did the forward pass keep it?',
      'dx of dropoutBackward, for dout and this cache, (N, D).',
      'Call dropoutBackward with dout and cache (its type is DropoutCache here, so add "as DropoutCache"), and return the dx of the result, not the object. In 1.16, it comes before the ReLU in the backward pass.',
    ],
    after: [
      [
        ['droppedNet/backward-skipped'],
        'The gradient is passed on as if no unit had been dropped. Does this method call the backward function, and does loss call this method before the ReLU?',
      ],
      [
        ['droppedNet/first-mask-everywhere', 'droppedNet/new-mask', 'droppedNet/masks-swapped'],
        'Each layer must use the mask that it drew in the same forward pass. Which cache arrives here, and from which block?',
      ],
      [
        ['droppedNet/backward-not-scaled', 'droppedNet/backward-twice'],
        'You need only the scaled mask of the forward pass, once. What else does your backward pass do?',
      ],
    ],
  },
}
