import type { Hints } from './hints.ts'

/** The hints on the preprocessing of Part 5. */
export const preprocessing: Record<string, Hints> = {
  '5.1': {
    levels: [
      'Each feature is a column of x. Which axis counts the examples, and so has to go?',
      'mean[d] = the mean of x[n, d] over n, (D,).',
      'The function mean of the kit, over axis 0, without keepDims. Return it in an object under the name mean.',
    ],
    after: [
      [
        ['shape/first-axis'],
        'You have one number for each example now. Which axis goes, if there should be one for each feature?',
      ],
      [
        ['values/no-tensor'],
        'Averaged over everything, the mean is a single number. What tells the kit along which axis to average?',
      ],
      [
        ['shape/axis-kept'],
        'The shape should be (D,). Which option keeps an axis of size 1, and do you need it here?',
      ],
      [['result/other'], 'What is returned is an object: which name should the tensor have in it?'],
    ],
  },
  '5.2': {
    levels: [
      'A test image gets exactly the same treatment as a training image. Whose mean do you subtract, and who has measured it?',
      "x' = x - mean, (N, D), where the mean, (D,), comes from the training data.",
      'One sub of x and fitted.mean: broadcasting takes it from every row. Measure nothing on x itself.',
    ],
    after: [
      [
        ['centring/own-mean', 'subtractMean/example-means'],
        'x may be a single test image. Which mean were you given, and do you use it?',
      ],
      [
        ['subtractMean/mean-of-means', 'subtractMean/first-feature'],
        'Each feature has a mean of its own. Which shape has what you subtract?',
      ],
      [
        ['subtractMean/turned', 'centring/mean-added'],
        'After this the training data should lie around 0. What minus what does that?',
      ],
      [
        ['calls/changes-input'],
        'x belongs to the caller. Which function gives the difference as a new tensor?',
      ],
    ],
  },
  '5.3': {
    levels: [
      'How far are the numbers of a feature from their mean, typically? And what becomes of a feature that never changes, when normalize divides by that?',
      'deviation[d] = √(the mean over n of (x[n, d] - mean[d])²), (D,); where that is below 1e-8, 1 instead.',
      'variance(x, 0) divides by N already; map it with Math.sqrt, then map once more, so that everything below 1e-8 becomes 1. fitMean gives the mean. Test the deviation against 1e-8, not the variance.',
    ],
    after: [
      [['fitNormalization/variance'], 'The variance is in squared units. What brings it back to those of x?'],
      [
        ['fitNormalization/n-minus-1', 'fitNormalization/not-averaged'],
        'The squares are averaged over the examples. How many are there?',
      ],
      [
        [
          'explain/named-place',
          'fitNormalization/small-kept',
          'fitNormalization/zero-becomes-small',
          'fitNormalization/something-added',
        ],
        'A feature without any change gets the deviation 1, and all others keep theirs exactly. Which comparison decides, and do you add anything?',
      ],
      [
        ['fitNormalization/threshold', 'fitNormalization/below-1'],
        'Where exactly is the line, and is it the deviation that you compare with it?',
      ],
    ],
  },
  '5.4': {
    levels: [
      'First the centre, then the scale. Which of your functions does the first, and where do the units of the second come from?',
      "x' = (x - mean) / deviation, (N, D), with both from the training data, (D,).",
      'subtractMean(x, fitted), then div by fitted.deviation. It is a standard deviation already, so no root and no epsilon.',
    ],
    after: [
      [
        ['centring/own-mean', 'normalize/own-mean-and-deviation', 'normalize/own-deviation'],
        'x may be one test image, which has no deviation worth the name. Which numbers were you given?',
      ],
      [['normalize/divided-first'], 'Write the formula with its brackets: what is divided, x or x - mean?'],
      [
        ['centring/mean-not-subtracted', 'normalize/not-divided'],
        'There are two steps, a difference and a quotient. Which of them do you have?',
      ],
      [
        ['normalize/multiplied', 'normalize/by-variance', 'normalize/by-root'],
        'fitted.deviation is the unit of the feature. How do you express a length in a unit?',
      ],
    ],
  },
  '5.5': {
    levels: [
      'How would you measure in one table how much every two features vary together? And what about that table tells in which direction the cloud of points is longest?',
      'centred = x - mean, (N, D). The covariance is centredᵀ · centred / N, (D, D). Its K largest eigenvalues are the variances, (K,), and their eigenvectors, one a column, the basis, (D, K).',
      'fitMean, subtractMean, then matmul(centred, centred, { transposeA: true }) divided by x.shape[0]. eigenSymmetric(covariance, components) returns { values, vectors }, sorted. Return mean, basis and variances: N is the number of examples, not of features.',
    ],
    after: [
      [
        ['fitPca/n-minus-1', 'fitPca/not-averaged', 'fitPca/by-features'],
        'The covariance is a mean over the examples. By how many do you divide the product?',
      ],
      [
        ['fitPca/not-centred'],
        'The covariance is about distances from the mean. What did you multiply with itself?',
      ],
      [
        ['shape/first-axis of basis'],
        'The table should have a row and a column for each feature, (D, D). Which of the two factors is transposed?',
      ],
      [
        [
          'shape/first-axis of variances',
          'shape/other-axis',
          'shape/transposed',
          'fitPca/smallest-first',
          'fitPca/smallest',
        ],
        'You want the K directions with the largest variances, one a column. Does eigenSymmetric know K, and do you use its vectors as they come?',
      ],
    ],
  },
  '5.6': {
    levels: [
      'How far does an example reach along one direction of length 1? And from where do you measure: from 0, or from the mean?',
      'y = (x - mean) · basis: (N, D) times (D, K) is (N, K).',
      'subtractMean(x, pca), then matmul with pca.basis, which needs no transpose. The mean is in pca, too.',
    ],
    after: [
      [
        ['centring/mean-not-subtracted'],
        'Coordinates are measured from the middle of the training data. What comes before the product?',
      ],
      [['project/own-mean'], 'Two sets of data must be described from the same point. Which mean is that?'],
      [
        ['crash/matmul', 'shape/other-axis'],
        '(N, D) times something is (N, K). Which shape must that something have, and which has the basis?',
      ],
      [
        ['project/whitened', 'centring/mean-added'],
        'These are only the coordinates. Which step of yours comes later in the handout?',
      ],
    ],
  },
  '5.7': {
    levels: [
      'The coordinates of 5.6 vary by very different amounts. By what do you divide each, so that all vary alike, and what if a direction hardly varies at all?',
      "y' = y / √(variances + epsilon), (N, K), where y is the projection and the variances, (K,), are those of the PCA.",
      'project(x, pca), divided by the root of add(pca.variances, epsilon), which map with Math.sqrt gives. epsilon goes in before the root.',
    ],
    after: [
      [
        ['whiten/no-root', 'whiten/multiplied'],
        'The variances are squares of lengths. By which length do you divide a coordinate?',
      ],
      [
        [
          'whiten/epsilon-outside-root',
          'values/infinite',
          'whiten/epsilon-fixed',
          'values/nan',
          'whiten/default-epsilon',
          'whiten/no-epsilon',
          'whiten/epsilon-subtracted',
        ],
        'epsilon keeps a variance of nearly 0 from blowing up the noise. Where does it stand in the formula, and which one do you use?',
      ],
      [['whiten/own-variances'], 'A single image has no variance. Whose variances does pca hold?'],
      [
        ['whiten/not-divided', 'centring/mean-not-subtracted'],
        'There are two steps: the projection of 5.6, and a division. Which one do you find in your code?',
      ],
    ],
  },
}
