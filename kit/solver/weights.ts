/**
 * Returns whether a parameter is a weight tensor, W1, W2, ..., to which regularization and weight decay apply. Biases
 * and the gamma and beta of a normalization are not: they are few, and keeping them small has no benefit.
 */
export const isWeight = (name: string): boolean => /^W\d+$/.test(name)

/** Returns whether a parameter is the beta of a normalization: beta1, beta2, ... */
export const isBeta = (name: string): boolean => /^beta\d+$/.test(name)
