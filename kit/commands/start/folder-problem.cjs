'use strict'
// JavaScript that Node 12 can read, because guard.cjs requires it.
const path = require('path')

/** Characters in a folder's name that keep a tool of the kit from finding files below it. */
const obstacles = [
  ['#', 'Vite'],
  ['?', 'Vite'],
  ['%', 'Vitest'],
  ['\t', 'Vitest', 'a tab'],
  ['\n', 'Vitest', 'a line break'],
  ['\r', 'Vitest', 'a carriage return'],
  ['*', 'Node'],
  // On Windows it separates folders.
  ...(path.sep === '\\' ? [] : [['\\', 'Node']]),
  // It separates the folders of the PATH.
  [path.delimiter, 'npm'],
]

/**
 * Returns the reason why the kit cannot work in a folder, as an unfinished sentence, or undefined if it can.
 *
 * @param {string} folder
 * @returns {string | undefined}
 */
exports.folderProblem = (folder) => {
  const start = `The kit cannot work in ${folder.replace(/[\t\n\r]/g, ' ')}, because`
  for (const [character, tool, name = `"${character}"`] of obstacles) {
    if (folder.includes(character))
      return `${start} ${tool} cannot find files below a folder with ${name} in its name`
  }
  if (folder.split(path.sep).includes('node_modules'))
    return `${start} Node does not run TypeScript below a folder called node_modules`
  return undefined
}
