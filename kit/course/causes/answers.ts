const hasShape = '{what} has shape {actual}, but should have {expected}.'

/** What a wrong answer looks like, whatever it should be, by the cause's id. */
export const answers = {
  'values/elements': '{what} is wrong in {count} (relative error {reached}, allowed {allowed}).',
  'values/number': '{what} is {actual}, but should be {expected} (off by {difference}).',
  'values/no-tensor': '{what} should be a Tensor of shape {shape}, but is {actual}.',
  'values/no-number': '{what} should be a finite number, but is {actual}.',
  'values/element-type': '{what} is {actual}, but {expected} went in: keep the type of the input.',
  'values/nan':
    '{what} is {value} at {index}{others}. NaN comes of 0 / 0, Infinity - Infinity, the root or logarithm of a negative number, or an index outside an array.',
  'values/infinite':
    '{what} is {value} at {index}{others}. Infinity comes of a division by 0, the logarithm of 0, or e^x beyond x = 709.',
  'values/number-nan':
    '{what} should be a finite number, but is {actual}. NaN comes of 0 / 0, Infinity - Infinity, the root or logarithm of a negative number, or an index outside an array.',
  'values/number-infinite':
    '{what} should be a finite number, but is {actual}. Infinity comes of a division by 0, the logarithm of 0, or e^x beyond x = 709.',
  'shape/transposed': `${hasShape} It is transposed.`,
  'shape/axis-kept': `${hasShape} An axis of size 1 was kept: sum and mean drop it unless they are told to keep it.`,
  'shape/axis-missing': `${hasShape} An axis of size 1 is missing.`,
  'shape/reshape': `${hasShape} It has the right number of elements: reshape it to {expected}.`,
  'shape/summed-too-often': `${hasShape} One axis too many was summed over.`,
  'shape/not-summed': `${hasShape} An axis was not summed over ({actual} has one that {expected} has not).`,
  'shape/border-left': `${hasShape} It has {rows} rows and {rows} columns too many: cut off all of the border, on every side.`,
  'shape/first-axis': `${hasShape} Axis 0 has length {got}; it should be {wanted}.`,
  'shape/other-axis': `${hasShape} Axis {axis} has length {got}; it should be {wanted}.`,
  'shape/other': hasShape,
  'explain/six-digits':
    '{what} is right to six digits, but no further: is float32 mixed in, or a small number such as epsilon off?',
  'explain/zero': '{what} is 0 everywhere. Was it ever filled in?',
  'explain/upstream': '{what} is the upstream gradient, passed on as it is.',
  'explain/sign': '{what} has the wrong sign: it is exactly -1 times the right answer.',
  'explain/factor': '{what} is exactly {factor} times the right answer.',
  'explain/named-factor': '{what} is exactly {factor} times the right answer. Was it {guess}?',
  'explain/transposed': '{what} is the transpose of the right answer.',
  'explain/axes-swapped': '{what} is the right answer with axes {first} and {second} swapped.',
  'explain/reversed': '{what} is the right answer in reverse order along {axes}.',
  'explain/rearranged':
    '{what} holds the right numbers in the wrong places. Is it reshaped where it should be transposed?',
  'explain/term-too-many': '{what} is off by {term}: it was added once too often.',
  'explain/term-missing': '{what} is off by {term}: it is missing.',
  'explain/term-subtracted': '{what} is off by twice {term}: it was subtracted instead of added.',
  'explain/same-number': 'Every element of {what} is off by the same number, {number}.',
  'explain/number-per-column':
    'Each column of {what} is off by one number of its own: a term that is the same for all rows is missing or one too many.',
  'explain/number-per-row':
    'Each row of {what} is off by one number of its own: a term that is the same for all columns is missing or one too many.',
  'explain/constant': '{what} is {number} everywhere: it does not depend on the inputs as it should.',
  'explain/named-place': '{what} is wrong only {place}.',
  'explain/first-right': '{what} is right for the first {axis} and wrong for the {rest}.',
  'explain/place': '{what} is wrong only in {place}.',
  'explain/border': '{what} is wrong only on the border of the image. Look at the padding.',
  'explain/condition': 'It is right in every case with {right}, and wrong where {wrong}.',
} as const
