/**
 * A folder name for tests with every character that the kit must support and that a glob, a regular expression, a shell
 * or a URL interprets differently. Windows allows it too.
 */
export const DIFFICULT_FOLDER_NAME = "-my [kit] (1) {a,b} !z + & $HOME '`^=~@ 中文😀 é"
