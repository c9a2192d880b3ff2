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
        /Axis 0 has length N/,
        'You have one number for each example now. Which axis goes, if there should be one for each feature?',
      ],
      [
        /Tensor of shape/,
        'Averaged over everything, the mean is a single number. What tells the kit along which axis to average?',
      ],
      [
        /axis of size 1 was kept/,
        'The shape should be (D,). Which option keeps an axis of size 1, and do you need it here?',
      ],
      [/bare/, 'What is returned is an object: which name should the tensor have in it?'],
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
        /mean of x itself|mean of its features/,
        'x may be a single test image. Which mean were you given, and do you use it?',
      ],
      [
        /one number from all|first feature/,
        'Each feature has a mean of its own. Which shape has what you subtract?',
      ],
      [
        /the mean minus x|added/,
        'After this the training data should lie around 0. What minus what does that?',
      ],
      [/changes its input/, 'x belongs to the caller. Which function gives the difference as a new tensor?'],
    ],
  },
  '5.3': {
    levels: [
      'How far are the numbers of a feature from their mean, typically? And what becomes of a feature that never changes, when normalize divides by that?',
      'deviation[d] = √(the mean over n of (x[n, d] - mean[d])²), (D,); where that is below 1e-8, 1 instead.',
      'variance(x, 0) divides by N already; map it with Math.sqrt, then map once more, so that everything below 1e-8 becomes 1. fitMean gives the mean. Test the deviation against 1e-8, not the variance.',
    ],
    after: [
      [/It is the variance/, 'The variance is in squared units. What brings it back to those of x?'],
      [/N - 1|was not divided/, 'The squares are averaged over the examples. How many are there?'],
      [
        /as it is|never changes|Something small|gets something small/,
        'A feature without any change gets the deviation 1, and all others keep theirs exactly. Which comparison decides, and do you add anything?',
      ],
      [
        /not below 1e-8|below 1 became 1/,
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
        /of x itself/,
        'x may be one test image, which has no deviation worth the name. Which numbers were you given?',
      ],
      [/divides before/, 'Write the formula with its brackets: what is divided, x or x - mean?'],
      [
        /was not subtracted|missing/,
        'There are two steps, a difference and a quotient. Which of them do you have?',
      ],
      [
        /a root already|divides by the variance|multiplies/,
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
        /not divided by N|divides by/,
        'The covariance is a mean over the examples. By how many do you divide the product?',
      ],
      [
        /was not centred/,
        'The covariance is about distances from the mean. What did you multiply with itself?',
      ],
      [
        /Axis 0 has length N/,
        'The table should have a row and a column for each feature, (D, D). Which of the two factors is transposed?',
      ],
      [
        /should be K|smallest|transposed/,
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
        /was not subtracted/,
        'Coordinates are measured from the middle of the training data. What comes before the product?',
      ],
      [/own mean/, 'Two sets of data must be described from the same point. Which mean is that?'],
      [
        /cannot multiply|should be K/,
        '(N, D) times something is (N, K). Which shape must that something have, and which has the basis?',
      ],
      [
        /that is whitening|mean was added/,
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
        /root is missing|multiplies by the root/,
        'The variances are squares of lengths. By which length do you divide a coordinate?',
      ],
      [
        /epsilon|finite/,
        'epsilon keeps a variance of nearly 0 from blowing up the noise. Where does it stand in the formula, and which one do you use?',
      ],
      [/variances of x itself/, 'A single image has no variance. Whose variances does pca hold?'],
      [
        /Nothing was divided|was not subtracted/,
        'There are two steps: the projection of 5.6, and a division. Which one do you find in your code?',
      ],
    ],
  },
}
