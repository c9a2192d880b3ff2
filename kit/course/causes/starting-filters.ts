/** What is wrong with filters that are not random at the start, by the cause's id. */
export const startingFilters = {
  'whiteningFilters/not-centred': 'The mean patch was not subtracted from the patches.',
  'whiteningFilters/own-mean': 'Each patch is centred by its own mean; subtract the mean of all patches.',
  'whiteningFilters/mean-of-all':
    'One mean of all numbers is subtracted; each place of a patch has its own, as in fitMean.',
  'whiteningFilters/not-averaged': 'The covariance was not divided by the number of patches.',
  'whiteningFilters/p-minus-1': 'The covariance is divided by P - 1; divide by P, the number of patches.',
  'whiteningFilters/by-images':
    'The covariance is divided by the number of images; divide by P, the number of patches.',
  'whiteningFilters/by-d':
    'The covariance is divided by D, the numbers in a patch; divide by P, the number of patches.',
  'whiteningFilters/not-transposed':
    'Your filters are the rows of the matrix of eigenvectors; each of its columns is one.',
  'whiteningFilters/divided-across':
    'Each number of a filter is divided by a different root; divide the whole eigenvector by the root of its own eigenvalue.',
  'whiteningFilters/order-reversed':
    'The eigenvectors are divided by the roots of the eigenvalues in the opposite order.',
  'whiteningFilters/no-root': 'The root is missing: divide by √(eigenvalue + epsilon).',
  'whiteningFilters/epsilon-outside-root': 'epsilon is added outside the root: add it to the eigenvalue.',
  'whiteningFilters/no-epsilon': 'epsilon is not added: add it to the eigenvalue, inside the root.',
  'whiteningFilters/multiplied': 'The eigenvectors are multiplied by the root; divide by it.',
  'whiteningFilters/not-divided': 'The eigenvectors are not divided: divide each by √(eigenvalue + epsilon).',
  'whiteningFilters/same-sign':
    'The second half repeats the first; its filters should have the opposite sign.',
  'whiteningFilters/interleaved':
    'Each filter is followed by its opposite; put all opposites after all of the others.',
  'whiteningFilters/second-half-reversed':
    'The opposites are in reverse order; keep the order of the first half.',
  'whiteningFilters/zca':
    'This is ZCA whitening, which turns back to pixels; stop at the eigenvectors divided by the roots.',
  'whiteningFilters/of-single-numbers':
    'The eigenvectors are divided by the deviations of the numbers of a patch; divide by the roots of the eigenvalues.',
  'whiteningFilters/epsilon-subtracted': 'epsilon is subtracted; add it to the eigenvalue.',
  'whiteningFilters/by-patches-of-one':
    'The covariance is divided by the number of patches of one image; divide by P, that of all images.',
  'identityFilters/rest-kept':
    'The 1 is in its place, but the other numbers of that filter are still those of w; set them to 0.',
  'identityFilters/added': 'The 1 is added to w; the filter should be 0 everywhere else.',
  'identityFilters/only-own-channel-cleared':
    'Filter f is 0 only in channel f; set its other channels to 0 as well.',
  'identityFilters/first-channel':
    'Every filter passes on the first channel; filter f should pass on channel f.',
  'identityFilters/all-channels':
    'Each filter adds up all channels; filter f should pass on channel f alone.',
  'identityFilters/corner': 'The 1 is in the first row and column; put it in the middle.',
  'identityFilters/last': 'The 1 is in the last row and column; put it in the middle.',
  'identityFilters/channel-of-ones': 'The whole channel is 1; only its middle should be.',
  'identityFilters/middle-before':
    'In filters of even size, the middle is row ⌊HH / 2⌋ and column ⌊WW / 2⌋, not the one before.',
  'identityFilters/rows-and-columns-swapped': 'Rows and columns are swapped when the middle is computed.',
  'identityFilters/others-zero': 'The filters after the first min(F, C) are 0; they should be those of w.',
  'identityFilters/others-identity':
    'The filters after the first min(F, C) pass on channels too; they should be those of w.',
  'identityFilters/one-too-few': 'The last filter that should pass on its channel does not.',
  'identityFilters/mean':
    'The channel is 1 / (HH · WW) everywhere, which blurs the image; only its middle should be 1.',
} as const
