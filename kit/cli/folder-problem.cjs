'use strict'
// JavaScript that Node 12 can read, because guard.cjs asks it.
const path = require('path')

/** Characters below which a tool that the kit is built on does not find its files. */
const obstacles = [
  ['#', 'Vite'],
  ['?', 'Vite'],
  ['%', 'Vitest'],
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
  for (const [character, tool] of obstacles) {
    if (folder.includes(character))
      return `The kit cannot work in ${folder}, because ${tool} finds no files below a folder with "${character}" in its name`
  }
  if (folder.split(path.sep).includes('node_modules'))
    return `The kit cannot work in ${folder}, because Node runs no TypeScript below a folder called node_modules`
  return undefined
}
