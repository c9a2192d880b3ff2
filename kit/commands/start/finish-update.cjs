'use strict'
// Carries out an update of a learner's folder, also one that was interrupted. "npx kit update" puts a copy of this file
// beside the plan of each update, and guard.cjs runs that copy before anything else. So an update that was killed can be
// finished, although the files of the kit are of two versions then. It must run without packages and on an old Node, and
// running it twice does no harm.
const crypto = require('crypto')
const fs = require('fs')
const os = require('os')
const path = require('path')

/** An update takes seconds. After this time, its process must be another one with the same number. */
const LONGEST = 10 * 60 * 1000

/**
 * Carries out the plan in `.kit/update/now`.
 *
 * A plan is a list of changes `{ path, before, after, stays }`, where `before` and `after` are hashes of a file, or null
 * if there is none. `new/3` has the content of change 3, and `old/3` what was there before.
 *
 * @param {string} root - the folder of the learner
 * @returns {string[]} the files that somebody has edited since the plan was made, and where their edits are
 */
exports.finish = (root) => {
  const journal = path.join(root, '.kit', 'update')
  const now = path.join(journal, 'now')
  const plan = JSON.parse(fs.readFileSync(path.join(now, 'plan.json'), 'utf8'))
  const edited = []
  plan.changes.forEach((change, i) => edited.push(...carryOut(root, now, plan, change, i)))
  remove(path.join(journal, 'last'))
  if (plan.kind === 'update') {
    fs.renameSync(now, path.join(journal, 'last'))
  } else {
    fs.renameSync(now, path.join(journal, 'undone'))
    remove(path.join(journal, 'undone'))
  }
  return edited
}

/**
 * Returns whether another process carries out the plan right now.
 *
 * @param {string} root
 * @returns {boolean}
 */
exports.isUnderWay = (root) => {
  const { pid, time } = JSON.parse(fs.readFileSync(path.join(root, '.kit/update/now/plan.json'), 'utf8'))
  const started = Date.now() - os.uptime() * 1000
  if (pid === process.pid || time < started || Date.now() - time > LONGEST) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function carryOut(root, now, plan, change, i) {
  const target = path.join(root, change.path)
  const content = path.join(now, 'new', String(i))
  const found = hashOf(target)
  if (found === change.after) return []
  const isEdited = found !== null && found !== change.before
  if (isEdited && change.after === null) return [change.path]
  if (isEdited && change.stays) {
    const beside = firstFree(target, plan.kind === 'update' ? '.new' : '.old', change.after)
    if (beside !== undefined) put(content, beside, now)
    return [change.path]
  }
  const edited = []
  if (isEdited) {
    const beside = firstFree(target, '.yours')
    fs.renameSync(target, beside)
    edited.push(path.relative(root, beside).split(path.sep).join('/'))
  }
  if (change.after !== null) {
    put(content, target, now)
  } else if (found !== null) {
    fs.unlinkSync(target)
    removeEmptyFolders(root, path.dirname(target))
  }
  return edited
}

/** Puts a copy of a file in its place, so that there is a complete one at any time. */
function put(content, target, now) {
  fs.mkdirSync(path.dirname(target), { recursive: true })
  const whole = path.join(now, 'whole')
  fs.copyFileSync(content, whole)
  fs.renameSync(whole, target)
}

function removeEmptyFolders(root, folder) {
  if (folder === root || fs.readdirSync(folder).length > 0) return
  fs.rmdirSync(folder)
  removeEmptyFolders(root, path.dirname(folder))
}

/** Returns the first free name, or undefined if one that is taken already has this content. */
function firstFree(target, ending, hash) {
  for (let n = 1; ; n++) {
    const name = target + ending + (n === 1 ? '' : `.${n}`)
    const found = hashOf(name)
    if (found === null) return name
    if (found === hash) return undefined
  }
}

/** Returns a hash of the bytes of a file, null if there is none, and "other" for a folder or a link. */
function hashOf(file) {
  try {
    if (!fs.lstatSync(file).isFile()) return 'other'
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
  return crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex')
}
exports.hashOf = hashOf

/** Removes a folder, where Node 12 has no `rmSync`. */
function remove(folder) {
  if (!fs.existsSync(folder)) return
  for (const name of fs.readdirSync(folder)) {
    const inside = path.join(folder, name)
    if (fs.lstatSync(inside).isDirectory()) remove(inside)
    else fs.unlinkSync(inside)
  }
  fs.rmdirSync(folder)
}
