/** Checks of many TODOs that code passes which computes nothing, such as a function that always returns zeros. */
const EVERYWHERE: readonly string[] = [
  'returns its own results in every call',
  'keeps float32 as float32',
  'stays right in training, which reuses memory',
  'stays right for very large and very small numbers',
]

/** Further checks of single TODOs that such code passes. `test/sweeps/marks.test.ts` finds the ones that are missing here. */
const OF_TODO: Readonly<Record<string, readonly string[]>> = {
  '1.3': ['is right for the smallest inputs'],
  '1.5': [
    'does not change when every score of an example moves by the same amount',
    'repeating every example does not change the loss, and halves the gradients',
    'takes labels as an array or as a typed array',
    'is right for the smallest inputs',
  ],
  '1.6': [
    'does not change when every score of an example moves by the same amount',
    'repeating every example does not change the loss, and halves the gradients',
    'takes labels as an array or as a typed array',
    'is 0, with a zero gradient, when every margin is kept',
    'is right for the smallest inputs',
    'is right for inputs as large as in real networks',
    'is right for labels that are bytes',
  ],
  '1.7': [
    'needs no config at all',
    'remembers nothing except in its config',
    'a zero gradient in the first step changes nothing',
  ],
  '1.8': [
    'needs no config at all',
    'remembers nothing except in its config',
    'a zero gradient in the first step changes nothing',
  ],
  '1.9': [
    'needs no config at all',
    'remembers nothing except in its config',
    'a zero gradient in the first step changes nothing',
  ],
  '1.10': [
    'needs no config at all',
    'remembers nothing except in its config',
    'a zero gradient in the first step changes nothing',
  ],
  '1.11': ['has every parameter, in its shape and type'],
  '1.12': [
    'scores of an example do not depend on the rest of the batch',
    'the same call gives the same scores, whatever was called before',
  ],
  '1.14': ['has every parameter, in its shape and type'],
  '2.1': [
    'the running averages move by the share 1 - momentum towards each batch',
    'the running averages start from 0',
    'the running averages do not influence out',
    'scaling and shifting a column of x changes nothing',
  ],
  '2.6': ['an example gets the same out, whatever else is in the batch'],
  '2.8': ['the seed determines the weights'],
  '3.1': [
    'every element of out is 0 or x / keepProb',
    'the number of elements that are kept is random',
    'a keepProb that is not above 0 and at most 1 is a RangeError that names it',
    'the mean stays the same',
    'in test mode, out is x',
    'with keepProb 1, out is x',
  ],
  '3.2': [
    'dx is 0 where the forward pass dropped an element, and nowhere else',
    'an element that was 0 before is no dropped element',
    'agrees with the numeric gradient',
    'dx is dout / keepProb where the forward pass kept an element, and 0 where it dropped it',
    'uses the mask of the cache that it is given, not of the latest forward pass',
  ],
  '4.1': [
    'is linear in the images and in the filters',
    'if the image moves by one stride, the output moves by one pixel',
    'a filter that does not fit exactly is an error that names the sizes',
  ],
  '4.3': [
    'a window that does not fit exactly is an error that names the sizes',
    'is right for the smallest inputs',
  ],
  '4.7': [
    'an image gets the same out, whatever else is in the batch',
    'channels that cannot be divided into the groups are an error',
  ],
  '4.9': [
    'has every parameter, in its shape and type',
    'filters of even size, and images that cannot be pooled, are errors',
  ],
  '5.2': ['afterwards, the training data has mean 0'],
  '5.5': [
    'keeps the given number of directions, and all of them by default',
    'along the basis, the training data is uncorrelated and has these variances',
  ],
  '5.9': ['does not depend on the unit in which a parameter is measured'],
  '5.16': ['every weight is in its place, and everything else is black'],
  '5.18': ['different shapes are an error that names both'],
  '6.5': ['needs no config at all', 'remembers nothing except in its config'],
  '6.6': [
    'there are two filters for every number of a patch',
    'the second half of the filters is the first with the opposite sign',
    'the filters are at right angles to each other',
    'brighter images give the same filters',
  ],
}

/** Returns whether a check says little when it passes: code that computes nothing passes it as well. */
export const provesLittle = (todo: string, check: string): boolean =>
  EVERYWHERE.includes(check) || (OF_TODO[todo]?.includes(check) ?? false)
