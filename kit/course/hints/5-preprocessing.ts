import type { Hints } from './hints.ts'

/** The hints on the preprocessing of Part 5. */
export const preprocessing: Record<string, Hints> = {
  '5.1': {
    levels: [
      'Each feature is a column of x. Which axis counts the examples, and so must disappear?',
      'mean[d] = the mean of x[n, d] over n, (D,).',
      'Use the function mean of the kit, over axis 0, without keepDims. Return the result in an object, under the name mean.',
    ],
    after: [
      [
        ['shape/first-axis'],
        'You now have one number for each example. Over which axis must you average to get one for each feature?',
      ],
      [
        ['values/number-for-tensor'],
        'Averaged over everything, the mean is a single number. How do you say over which axis to average?',
      ],
      [
        ['shape/axis-kept'],
        'The shape should be (D,). Which option keeps an axis of size 1, and do you need it here?',
      ],
      [['result/other'], 'You should return an object: which name should the tensor have in it?'],
    ],
  },
  '5.2': {
    levels: [
      'A test image gets exactly the same treatment as a training image. Which mean do you subtract, and where was it computed?',
      "x' = x - mean, (N, D), where the mean, (D,), comes from the training data.",
      'Use one sub of x and fitted.mean: broadcasting subtracts it from every row. Do not compute a mean of x itself.',
    ],
    after: [
      [
        ['centring/own-mean', 'subtractMean/example-means'],
        'x may be a single test image. Which mean were you given, and do you use it?',
      ],
      [
        ['subtractMean/mean-of-means', 'subtractMean/first-feature'],
        'Each feature has its own mean. What is the shape of what you subtract?',
      ],
      [
        ['subtractMean/turned', 'centring/mean-added'],
        'After this the training data should be centred on 0. What must you subtract from what?',
      ],
      [
        ['calls/changes-input'],
        'x belongs to the caller. Which function gives the difference as a new tensor?',
      ],
    ],
  },
  '5.3': {
    levels: [
      'How far are the numbers of a feature typically from their mean? And what happens to a feature that never changes, when normalize divides by that distance?',
      'deviation[d] = √(the mean over n of (x[n, d] - mean[d])²), (D,); where that is below 1e-8, 1 instead.',
      'variance(x, 0) already divides by N; map it with Math.sqrt, then map once more, so that everything below 1e-8 becomes 1. fitMean gives the mean. Compare the deviation with 1e-8, not the variance.',
    ],
    after: [
      [
        ['fitNormalization/variance'],
        'The variance is in squared units. What brings it back to the units of x?',
      ],
      [
        ['fitNormalization/n-minus-1', 'fitNormalization/not-averaged'],
        'The squares are averaged over the examples. How many examples are there?',
      ],
      [
        [
          'explain/named-place',
          'fitNormalization/small-kept',
          'fitNormalization/zero-becomes-small',
          'fitNormalization/something-added',
        ],
        'A feature that never changes gets the deviation 1, and all others keep theirs exactly. Which comparison decides, and do you add anything?',
      ],
      [
        ['fitNormalization/threshold', 'fitNormalization/below-1'],
        'Where exactly is the limit, and do you compare the deviation with it?',
      ],
    ],
  },
  '5.4': {
    levels: [
      'First centre, then scale. Which of your functions does the first, and where does the scale of the second come from?',
      "x' = (x - mean) / deviation, (N, D), with both from the training data, (D,).",
      'subtractMean(x, fitted), then div by fitted.deviation. It is a standard deviation already, so no root and no epsilon.',
    ],
    after: [
      [
        ['centring/own-mean', 'normalize/own-mean-and-deviation', 'normalize/own-deviation'],
        'x may be a single test image, which has no useful deviation. Which numbers were you given?',
      ],
      [['normalize/divided-first'], 'Write the formula with its brackets: what is divided, x or x - mean?'],
      [
        ['centring/mean-not-subtracted', 'normalize/not-divided'],
        'There are two steps, a difference and a quotient. Which of them do you have?',
      ],
      [
        ['normalize/multiplied', 'normalize/by-variance', 'normalize/by-root'],
        'fitted.deviation is the unit of the feature. How do you convert a number to that unit?',
      ],
    ],
  },
  '5.5': {
    levels: [
      'How would you measure, in one table, how much every two features vary together? And what does that table say about the direction in which the cloud of points is longest?',
      'centred = x - mean, (N, D). The covariance is centredᵀ · centred / N, (D, D). Its K largest eigenvalues are the variances, (K,), and their eigenvectors, one per column, are the basis, (D, K).',
      'fitMean, subtractMean, then matmul(centred, centred, { transposeA: true }) divided by x.shape[0]. eigenSymmetric(covariance, components) returns { values, vectors }, sorted. Return mean, basis and variances: N is the number of examples, not of features.',
    ],
    after: [
      [
        ['fitPca/n-minus-1', 'fitPca/not-averaged', 'fitPca/by-features'],
        'The covariance is a mean over the examples. By what do you divide the product?',
      ],
      [
        ['fitPca/not-centred'],
        'The covariance uses distances from the mean. What did you multiply by itself?',
      ],
      [
        ['fitPca/of-examples', 'shape/first-axis of basis'],
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
        'You want the K directions with the largest variances, one per column. Did you pass K to eigenSymmetric, and do you use its vectors as they are?',
      ],
    ],
  },
  '5.6': {
    levels: [
      'How far does an example go along one direction of length 1? And from where do you measure: from 0, or from the mean?',
      'y = (x - mean) · basis: (N, D) times (D, K) is (N, K).',
      'Use subtractMean(x, pca), then matmul with pca.basis, which needs no transpose. The mean is in pca, too.',
    ],
    after: [
      [
        ['centring/mean-not-subtracted'],
        'Coordinates are measured from the mean of the training data. What comes before the product?',
      ],
      [['project/own-mean'], 'All sets of data must be measured from the same point. Which mean is that?'],
      [
        ['crash/matmul', 'shape/other-axis'],
        '(N, D) times something is (N, K). Which shape must that something have, and what is the shape of the basis?',
      ],
      [
        ['project/whitened', 'centring/mean-added'],
        'You should return only the coordinates. Which of your steps comes later in the handout?',
      ],
    ],
  },
  '5.7': {
    levels: [
      'The coordinates of 5.6 vary by very different amounts. By what do you divide each of them, so that all vary equally, and what if a direction hardly varies at all?',
      "y' = y / √(variances + epsilon), (N, K), where y is the projection and the variances, (K,), are those of the PCA.",
      'Divide project(x, pca) by the root of add(pca.variances, epsilon), which you get from map with Math.sqrt. Add epsilon before you take the root.',
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
        'epsilon keeps a variance close to 0 from amplifying the noise. Where is it in the formula, and which epsilon do you use?',
      ],
      [['whiten/own-variances'], 'A single image has no variance. Whose variances does pca hold?'],
      [
        ['whiten/not-divided', 'centring/mean-not-subtracted'],
        'There are two steps: the projection of 5.6, and a division. Which of them is in your code?',
      ],
    ],
  },
}
