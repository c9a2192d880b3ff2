/** The last two of four numbers of 32 bits, first. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function upperHalf(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 0)
}
