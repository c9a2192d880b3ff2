/**
 * For folders of tests: all that a name may have in it without keeping the kit from working, and that a glob, a regular
 * expression, a shell or a URL takes for something else. Windows allows it too.
 */
export const HARD_NAME = "-my [kit] (1) {a,b} !z + & $HOME '`^=~@ 中文😀 é"
