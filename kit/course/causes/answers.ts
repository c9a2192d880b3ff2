const hasShape = '{what} has shape {actual}, but should have {expected}.'

/** What a wrong answer looks like, whatever it should be, by the cause's id. */
export const answers = {
  'values/elements': '{what} is wrong in {count} (relative error {reached}, allowed {allowed}).',
  'values/number': '{what} is {actual}, but should be {expected} (off by {difference}).',
  'values/no-tensor': '{what} should be a Tensor of shape {shape}, but is {actual}.',
  'values/number-for-tensor':
    '{what} should be a Tensor of shape {shape}, but is one number, {actual}. Without an axis, sum, mean and max give one number for the whole tensor.',
  'values/no-number': '{what} should be a finite number, but is {actual}.',
  'values/element-type':
    '{what} is {actual}, but the input is {expected}: keep the type of the input, as in zeros(shape, x.dtype).',
  'values/nan':
    '{what} is {value} at {index}{others}. NaN comes from 0 / 0, Infinity - Infinity, the root or logarithm of a negative number, or an index outside an array.',
  'values/infinite':
    '{what} is {value} at {index}{others}. Infinity comes from a division by 0, the logarithm of 0, or e^x with x above 709.',
  'values/number-nan':
    '{what} should be a finite number, but is {actual}. NaN comes from 0 / 0, Infinity - Infinity, the root or logarithm of a negative number, or an index outside an array.',
  'values/number-infinite':
    '{what} should be a finite number, but is {actual}. Infinity comes from a division by 0, the logarithm of 0, or e^x with x above 709.',
  'shape/empty': `${hasShape} Nothing is left of an axis: a slice from pad to -pad is empty where pad is 0.`,
  'shape/transposed': `${hasShape} It is transposed.`,
  'shape/axis-kept': `${hasShape} An axis of size 1 is left over: sum over that axis, without keepDims.`,
  'shape/axis-missing': `${hasShape} An axis of size 1 is missing: reshape it to {expected}.`,
  'shape/reshape': `${hasShape} It has the right number of elements: reshape it to {expected}.`,
  'shape/summed-too-often': `${hasShape} It was summed over one axis too many.`,
  'shape/not-summed': `${hasShape} One sum is missing: {actual} has an axis that {expected} does not have.`,
  'shape/border-left': `${hasShape} It has {rows} extra rows and {rows} extra columns: cut off the whole border, on every side.`,
  'shape/first-axis': `${hasShape} Axis 0 has length {got}; it should be {wanted}.`,
  'shape/other-axis': `${hasShape} Axis {axis} has length {got}; it should be {wanted}.`,
  'shape/other': hasShape,
  'explain/six-digits':
    '{what} is right to six digits only. Is float32 mixed in, or is a small number such as epsilon wrong?',
  'explain/zero': '{what} is 0 everywhere.',
  'explain/upstream': '{what} is the upstream gradient, passed on unchanged.',
  'explain/sign': '{what} has the wrong sign: it is exactly -1 times the right answer.',
  'explain/factor': '{what} is exactly {factor} times the right answer.',
  'explain/named-factor': '{what} is exactly {factor} times the right answer. Was it {guess}?',
  'explain/transposed': '{what} is the transpose of the right answer.',
  'explain/axes-swapped': '{what} is the right answer with axes {first} and {second} swapped.',
  'explain/reversed': '{what} is the right answer in reverse order along {axes}.',
  'explain/rearranged': '{what} holds the right numbers in the wrong places.',
  'explain/running-total':
    '{what} is a running total: each number also contains those before it. Start every sum again at 0.',
  'explain/term-too-many': '{what} is off by {term}, which was added once too often.',
  'explain/term-missing': '{what} is off by {term}, which is missing.',
  'explain/term-subtracted': '{what} is off by twice {term}, which was subtracted instead of added.',
  'explain/same-number': 'Every element of {what} is off by the same number, {number}.',
  'explain/number-per-column':
    'Each column of {what} is off by a constant: a term that is the same in all rows is missing, or should not be there.',
  'explain/number-per-row':
    'Each row of {what} is off by a constant: a term that is the same in all columns is missing, or should not be there.',
  'explain/constant': '{what} is {number} everywhere, but its elements should differ.',
  'explain/named-place': '{what} is wrong only {place}.',
  'explain/first-right': '{what} is right for the first {axis} and wrong for the {rest}.',
  'explain/place': '{what} is wrong only in {place}.',
  'explain/border': '{what} is wrong only on the border of the image.',
  'explain/condition': 'Your answer is right in every case with {right}, and wrong where {wrong}.',
  // How a small change of the solution gives what the work gave.
  'edit/replaced':
    "{what} is exactly what the kit's solution gives with `{found}` where `{right}` belongs, in `{code}`.",
  'edit/swapped':
    "{what} is exactly what the kit's solution gives if `{first}` and `{second}` are exchanged {where}.",
  'edit/replaced-everywhere':
    "{what} is exactly what the kit's solution gives with `{found}` where `{right}` belongs.",
  'edit/left-out': "{what} is exactly what the kit's solution gives without `{part}` in `{code}`.",
  'edit/step-left-out': "{what} is exactly what the kit's solution gives without the step `{code}`.",
  'edit/extra': "{what} is exactly what the kit's solution gives if `{code}` is {done}.",
} as const
