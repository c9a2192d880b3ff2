/**
 * How much of a failure a learner is shown: everything; the sentence that says what is wrong, without numbers and cases;
 * or the points alone.
 */
export const details = ['full', 'cause', 'points'] as const

export type Detail = (typeof details)[number]
