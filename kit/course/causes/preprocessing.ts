/** What is wrong with preprocessing, by the cause's id. */
export const preprocessing = {
  'centring/mean-not-subtracted': 'The mean was not subtracted from x.',
  'centring/own-mean': 'Your code subtracts the mean of x itself; use the fitted one.',
  'centring/mean-added': 'The mean was added; subtract it.',
  'fitMean/n-minus-1': 'mean is divided by N - 1; divide by N, the number of examples.',
  'fitMean/by-features': 'mean is divided by the number of features; divide by N, the number of examples.',
  'fitMean/of-examples':
    'mean averages each example over its features; average each feature over the examples.',
  'fitMean/midrange':
    'mean is halfway between the smallest and the largest value; add up all values and divide by N.',
  'fitMean/first-example': 'mean is only the first example; take the mean over all of them.',
  'subtractMean/turned': 'The result is the mean minus x; subtract the mean from x.',
  'subtractMean/twice': 'The mean was subtracted twice.',
  'subtractMean/mean-of-means':
    'Your code subtracts the mean of the means from all features; each feature has its own.',
  'subtractMean/first-feature':
    'Your code subtracts the mean of the first feature from all of them; each feature has its own.',
  'subtractMean/example-means':
    'Your code subtracts from each example the mean of its features; use the fitted mean of each feature.',
  'subtractMean/divided': 'Your code divides by the mean; subtract it.',
  'fitNormalization/swapped': 'mean and deviation are swapped.',
  'fitNormalization/threshold': 'The deviation of {what} is {half}, which is {rule}.',
  'fitNormalization/compares-variance':
    'The variance is compared with 1e-8, but the standard deviation should be.',
  'fitNormalization/variance': 'deviation is the variance; take its root.',
  'fitNormalization/n-minus-1': 'deviation is computed with N - 1; divide the sum of squares by N.',
  'fitNormalization/not-averaged': 'In deviation, the sum of squares was not divided by N.',
  'fitNormalization/not-centred': 'deviation squares x itself; subtract the mean before you square.',
  'fitNormalization/mean-distance':
    'deviation is the mean distance from the mean; take the root of the mean squared distance.',
  'fitNormalization/range': 'deviation is the largest value minus the smallest; take the standard deviation.',
  'fitNormalization/of-all': 'deviation is that of all numbers together; each feature has its own.',
  'fitNormalization/of-examples':
    'deviation is that of each example; take that of each feature over the examples.',
  'fitNormalization/small-kept':
    'A deviation below 1e-8 was left as it is; set it to 1, so that nothing is divided by 0.',
  'fitNormalization/something-added':
    'Something small was added to every deviation; change only those below 1e-8, to 1.',
  'fitNormalization/zero-becomes-small': 'A feature that never changes gets a small deviation; set it to 1.',
  'fitNormalization/below-1': 'Every deviation below 1 becomes 1, but only those below 1e-8 should.',
  'normalize/divided-first': 'Your code divides before it subtracts; subtract first.',
  'normalize/not-divided': 'The division is missing: divide by the deviation.',
  'normalize/multiplied': 'Your code multiplies by the deviation; divide by it.',
  'normalize/by-variance': 'Your code divides by the variance; divide by the deviation.',
  'normalize/by-root': 'Your code divides by the root of the deviation; divide by the deviation itself.',
  'normalize/own-deviation': 'Your code divides by the deviation of x itself; use the fitted one.',
  'normalize/own-mean-and-deviation':
    'Your code uses the mean and the deviation of x itself; use the fitted ones.',
  'fitPca/not-averaged': 'The covariance was not divided by N.',
  'fitPca/n-minus-1': 'The covariance is divided by N - 1; divide by N.',
  'fitPca/by-features': 'The covariance is divided by D, the number of features; divide by N.',
  'fitPca/of-examples':
    'The covariance is that of the examples, (N, N), but should be that of the features, (D, D): transpose the first factor.',
  'fitPca/smallest':
    'variances holds the smallest ones, in increasing order; take the largest, largest first.',
  'fitPca/smallest-first': 'variances is in increasing order; return the largest first.',
  'fitPca/not-centred': 'The covariance was computed without centring x; subtract the mean first.',
  'fitPca/scaled-features': 'Each feature was divided by its deviation; only subtract the mean.',
  'fitPca/deviations': 'variances holds standard deviations; return their squares.',
  'fitPca/of-features':
    'variances holds those of the features; take those along the directions, the eigenvalues.',
  'fitPca/shares': 'variances holds shares of the total variance; return the variances themselves.',
  'fitPca/times-variance': 'The directions are multiplied by their variance; leave them at length 1.',
  'fitPca/times-deviation': 'The directions are multiplied by their deviation; leave them at length 1.',
  'fitPca/divided-by-deviation':
    'The directions are divided by their deviation; leave them at length 1, because whiten divides later.',
  'fitPca/directions-in-rows': 'The directions are in the rows of the basis; put one in each column.',
  'fitPca/order-reversed': 'The directions are in the opposite order to the variances.',
  'fitPca/features-themselves':
    'The directions are the features themselves; use the eigenvectors of the covariance matrix.',
  'project/own-mean': 'Your code centres x by its own mean; use the fitted one.',
  'project/whitened': 'Each coordinate was divided by the root of its variance; that is whitening.',
  'project/basis-transposed': 'The basis was transposed, but its columns are the directions.',
  'project/turned-back': 'The coordinates were turned back into features; stop at the coordinates.',
  'project/mean-from-coordinates': 'The mean was subtracted from the coordinates; subtract it from x.',
  'whiten/no-root': 'The root is missing: divide by √(variance + epsilon).',
  'whiten/epsilon-outside-root': 'epsilon is added outside the root: add it to the variance.',
  'whiten/no-epsilon': 'epsilon is not added: add it to the variance, inside the root.',
  'whiten/epsilon-fixed': 'epsilon is always 1e-5; use the one that is given.',
  'whiten/epsilon-subtracted': 'epsilon is subtracted; add it to the variance.',
  'whiten/not-divided': 'The division is missing: divide by √(variance + epsilon).',
  'whiten/multiplied': 'Your code multiplies by the root; divide by it.',
  'whiten/own-variances': 'Your code divides by the variances of x itself; use the fitted ones.',
  'whiten/default-epsilon':
    'The result without epsilon differs from the one with epsilon = 1e-5, which should be the default.',
} as const
