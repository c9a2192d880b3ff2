'use strict'
// JavaScript that Node 12 can read, because guard.cjs asks it.
const path = require('path')

/** Characters below which a tool that the kit is built on does not find its files. */
const obstacles = [
  ['#', 'Vite'],
  ['?', 'Vite'],
  ['%', 'Vitest'],
  ['\t', 'Vitest', 'a tab'],
  ['\n', 'Vitest', 'a line break'],
  ['\r', 'Vitest', 'a carriage return'],
  ['*', 'Node'],
  // On Windows it stands between folders.
  ...(path.sep === '\\' ? [] : [['\\', 'Node']]),
  // What stands between the folders of the PATH.
  [path.delimiter, 'npm'],
]

/**
 * Why the kit cannot work in a folder, as a sentence without its end; undefined if it can.
 *
 * @param {string} folder
 * @returns {string | undefined}
 */
exports.folderProblem = (folder) => {
  const start = `The kit cannot work in ${folder.replace(/[\t\n\r]/g, ' ')}, because`
  for (const [character, tool, name = `"${character}"`] of obstacles) {
    if (folder.includes(character))
      return `${start} ${tool} finds no files below a folder with ${name} in its name`
  }
  if (folder.split(path.sep).includes('node_modules'))
    return `${start} Node runs no TypeScript below a folder called node_modules`
  return undefined
}
