/** The element types of a `Tensor`: float64 for checking gradients, float32 for training. */
export type DType = 'float32' | 'float64'

/** The storage behind a `Tensor`. */
export type TensorData = Float32Array | Float64Array
