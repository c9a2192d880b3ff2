/**
 * Returns whole numbers for these points, for a platform that counts no others. Their sum is the sum of the points,
 * rounded down. Each is rounded down as well, and those that lose most get the points that are missing from the sum.
 */
export function wholePoints(points: readonly number[]): number[] {
  // A third and two thirds are not exactly 1 in binary numbers.
  const total = Math.floor(points.reduce((sum, each) => sum + each, 0) + 1e-9)
  const whole = points.map(Math.floor)
  const missing = total - whole.reduce((sum, each) => sum + each, 0)
  const byLoss = [...points.keys()].toSorted((a, b) => points[b] - whole[b] - (points[a] - whole[a]))
  for (const index of byLoss.slice(0, missing)) whole[index]++
  return whole
}
