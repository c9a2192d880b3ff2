/** What is wrong with preprocessing, by the cause's id. */
export const preprocessing = {
  'centring/mean-not-subtracted': 'The mean was not subtracted.',
  'centring/own-mean': 'It subtracts the mean of x itself; use the fitted one.',
  'centring/mean-added': 'The mean was added; subtract it.',
  'fitMean/n-minus-1': 'mean is divided by N - 1; divide by N, the number of examples.',
  'fitMean/by-features': 'mean is divided by the number of features; divide by N, the number of examples.',
  'fitMean/of-examples':
    'mean is the mean of each example over its features; take that of each feature over the examples.',
  'fitMean/midrange':
    'mean is halfway between the smallest and the largest value; add up all values and divide by N.',
  'fitMean/first-example': 'mean is the first example alone; take the mean over all of them.',
  'subtractMean/turned': 'It is the mean minus x; turn the difference around.',
  'subtractMean/twice': 'The mean was subtracted twice.',
  'subtractMean/mean-of-means':
    'It subtracts one number from all features, the mean of the means; each feature has its own.',
  'subtractMean/first-feature':
    'It subtracts the mean of the first feature from all of them; each feature has its own.',
  'subtractMean/example-means':
    'It subtracts from each example the mean of its features; each feature has its own mean, fitted before.',
  'subtractMean/divided': 'It divides by the mean; subtract it.',
  'fitNormalization/swapped': 'mean and deviation are swapped.',
  'fitNormalization/threshold': 'The deviation of {what} is {half}, which is {rule}.',
  'fitNormalization/variance': 'It is the variance; the standard deviation is its root.',
  'fitNormalization/n-minus-1': 'It divides by N - 1; divide the sum of squares by N.',
  'fitNormalization/not-averaged': 'The sum of squares was not divided by N.',
  'fitNormalization/not-centred': 'The mean was not subtracted before squaring.',
  'fitNormalization/mean-distance':
    'It is the mean distance from the mean; take the root of the mean squared distance.',
  'fitNormalization/range': 'It is the largest value less the smallest; take the standard deviation.',
  'fitNormalization/of-all':
    'It is the standard deviation of all numbers together; each feature has its own.',
  'fitNormalization/of-examples':
    'It is the standard deviation of each example; take that of each feature over the examples.',
  'fitNormalization/small-kept':
    'A deviation below 1e-8 was left as it is; make it 1, so that nothing is divided by 0.',
  'fitNormalization/something-added':
    'Something small was added to every deviation; only one that is 0 becomes another: 1.',
  'fitNormalization/zero-becomes-small':
    'A feature that never changes gets something small for its deviation; set it to 1.',
  'fitNormalization/below-1': 'Every deviation below 1 became 1; only what is below 1e-8 does.',
  'normalize/divided-first': 'It divides before it subtracts; subtract first.',
  'normalize/not-divided': 'The division is missing.',
  'normalize/multiplied': 'It multiplies by the deviation; divide by it.',
  'normalize/by-variance': 'It divides by the variance; divide by the deviation.',
  'normalize/by-root': 'It divides by the root of the deviation; the deviation is a root already.',
  'normalize/own-deviation': 'It divides by the deviation of x itself; use the fitted one.',
  'normalize/own-mean-and-deviation': 'It uses the mean and the deviation of x itself; use the fitted ones.',
  'fitPca/not-averaged': 'The covariance was not divided by N.',
  'fitPca/n-minus-1': 'It divides by N - 1; divide by N.',
  'fitPca/by-features': 'It divides by D, the number of features; divide by N.',
  'fitPca/smallest': 'They are the smallest, from the smallest on; take the largest, largest first.',
  'fitPca/smallest-first': 'They are the largest, but from the smallest on; return the largest first.',
  'fitPca/not-centred': 'The data was not centred; subtract the mean first.',
  'fitPca/scaled-features': 'Each feature was divided by its deviation; only subtract the mean.',
  'fitPca/deviations': 'These are standard deviations; return the variances.',
  'fitPca/of-features':
    'These are the variances of the features; take those along the directions, the eigenvalues.',
  'fitPca/shares': 'These are shares of the whole variance; return the variances.',
  'fitPca/times-variance': 'The directions have been multiplied by their variance; leave them at length 1.',
  'fitPca/times-deviation': 'The directions have been multiplied by their deviation; leave them at length 1.',
  'fitPca/divided-by-deviation':
    'The directions have been divided by their deviation; leave them at length 1, whiten divides later.',
  'fitPca/directions-in-rows': 'The directions stand in the rows of the basis; put one in each column.',
  'fitPca/order-reversed': 'The directions stand in the order opposite to that of the variances.',
  'fitPca/features-themselves':
    'The directions are the features themselves; they are the eigenvectors of the covariance matrix.',
  'project/own-mean': 'It centres x by its own mean.',
  'project/whitened': 'Each coordinate was divided by the root of its variance; that is whitening.',
  'project/basis-transposed': 'The basis was transposed; its columns are the directions.',
  'project/turned-back': 'The coordinates were turned back into features; stop at the coordinates.',
  'project/mean-from-coordinates': 'The mean was subtracted from the coordinates; subtract it from x.',
  'whiten/no-root': 'The root is missing.',
  'whiten/epsilon-outside-root': 'epsilon stands outside of the root: add it to the variance.',
  'whiten/no-epsilon': 'epsilon is missing.',
  'whiten/epsilon-fixed': 'epsilon is always 1e-5; use the one that is given.',
  'whiten/epsilon-subtracted': 'epsilon is subtracted; add it to the variance.',
  'whiten/not-divided': 'Nothing was divided.',
  'whiten/multiplied': 'It multiplies by the root; divide by it.',
  'whiten/own-variances': 'It divides by the variances of x itself; use the fitted ones.',
  'whiten/default-epsilon':
    'The result without epsilon is not the one with epsilon = 1e-5, which should be the default.',
} as const
