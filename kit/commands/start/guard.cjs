'use strict'
// Every command of the kit runs this first: the scripts of package.json, `npx kit`, and Vitest through its
// configuration. If the kit cannot work here, it ends with one sentence that says what to do. It must run on an old
// Node and without packages, so it is JavaScript that Node 12 can read.
const fs = require('fs')
const path = require('path')
const { folderProblem } = require('./folder-problem.cjs')

const root = path.join(__dirname, '..', '..', '..')

const problem =
  problemOfUpdate() || problemOfFolder() || problemOfPackages() || problemOfNode() || problemOfCourse()
if (problem) {
  console.error(problem.split('\n').map(wrapped).join('\n'))
  process.exit(1)
}

/**
 * Wraps a line at the edge of the terminal, but never within a command in quotes, which somebody may copy.
 * kit/text/wrap.ts needs packages, which may be what is missing.
 */
function wrapped(line) {
  const columns = process.stderr.columns || Infinity
  const lines = []
  for (const words of line.match(/"[^"]*"\S*|\S+/g) || []) {
    const last = lines.length - 1
    if (last >= 0 && lines[last].length + 1 + words.length <= columns) lines[last] += ` ${words}`
    else lines.push(words)
  }
  return lines.join('\n')
}

/** Finishes an update that was interrupted. Until then, the files of the kit may not fit together. */
function problemOfUpdate() {
  const script = '.kit/update/now/finish.cjs'
  if (!isThere(script)) return undefined
  const { finish, isUnderWay } = require(path.join(root, script))
  if (isUnderWay(root)) return 'This folder is being updated. Run this command again in a few seconds.'
  try {
    const edited = finish(root)
    const kept = edited.length === 0 ? '' : ` Look at your edits in ${edited.join(', ')}.`
    return `An update was interrupted. It is finished now.${kept} Run this command again.`
  } catch (error) {
    if (!error.syscall) throw error
    return `An update was interrupted, and cannot be finished: ${error.message}. Solve that problem, and run this command again.`
  }
}

function problemOfFolder() {
  const found = folderProblem(root)
  return found && `${found}. Move the kit to another folder.`
}

/** Reports packages that npm was told to leave out, or that were installed on another system. */
function problemOfPackages() {
  if (!isThere('node_modules'))
    return `The packages of the kit are not installed. Run "npm ci" once in ${root}.`
  const { dependencies, devDependencies } = readJson('package.json')
  const named = Object.keys({ ...dependencies, ...devDependencies })
  const missing = [...named.filter((name) => !isThere(`node_modules/${name}`)), ...missingPrograms()]
  if (missing.length === 0) return undefined
  const others = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
  const repair = 'npm ci --include=dev --include=optional --ignore-scripts=false'
  return `Some packages of the kit are missing (${missing.slice(0, 3).join(', ')}${others}). Run "${repair}" once in ${root}.`
}

/** Returns, for each package with a program per system, the program for this system if it is missing. */
function missingPrograms() {
  if (!isThere('package-lock.json')) return []
  const { packages } = readJson('package-lock.json')
  return Object.keys(packages).flatMap((parent) => {
    const suitable = Object.keys(packages[parent].optionalDependencies || {})
      .map((name) =>
        [`${parent}/node_modules/${name}`, `node_modules/${name}`].find((place) => packages[place]),
      )
      .filter((place) => place && isForThisSystem(packages[place]))
    // There may be two for this system, of which npm installs one: for musl and for glibc.
    const isMissing = suitable.length > 0 && isThere(parent) && !suitable.some(isThere)
    return isMissing ? [suitable[0].replace(/^.*node_modules\//, '')] : []
  })
}

function isForThisSystem({ os, cpu }) {
  return (os || cpu) && (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch))
}

/** Reports a Node that cannot run TypeScript. */
function problemOfNode() {
  if (process.features.typescript) return undefined
  return (
    `This kit runs on Node 24, but it was started on Node ${process.versions.node}. To install Node 24 inside the kit, ` +
    'run "npm ci --ignore-scripts=false" once. Then start its commands with npm or npx.'
  )
}

/** Reports a course.json that cannot be used. Otherwise everything that knows the TODOs would end with a stack trace. */
function problemOfCourse() {
  if (!isThere('course.json')) return undefined
  try {
    require('../../course/manifest.ts')
    return undefined
  } catch (error) {
    if (error.code === 'damaged') return error.message
    throw error
  }
}

function isThere(file) {
  return fs.existsSync(path.join(root, file))
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'))
}
