/**
 * Whether a parameter is a weight tensor, W1, W2, ..., which regularization and weight decay are for. Biases and the
 * gamma and beta of a normalization are not: they are few, and nothing is gained by keeping them small.
 */
export const isWeight = (name: string): boolean => /^W\d+$/.test(name)
