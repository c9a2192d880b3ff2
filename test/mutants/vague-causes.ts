import type { Expected } from '#kit/grading/causes/index.ts'

/** What any wrong answer is told, and what says nothing of why it is wrong. */
export const vagueCauses: readonly Expected[] = ['values/elements', 'values/number']
