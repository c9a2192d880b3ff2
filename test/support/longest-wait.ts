/**
 * How long tests wait for something that must happen, in milliseconds. On any machine, only what hangs takes this long. It
 * is less than the limit of a test, so that a failure says what was waited for.
 */
export const LONGEST_WAIT = 500_000
