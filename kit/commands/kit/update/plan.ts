import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HANDED_OUT_FILE, filesIn, hashOf, readHandedOut } from '../../../course/handed-out.ts'
import { freeName, type Change } from './journal.ts'
import { mergePackages, type Package } from './merge-package.ts'

/** A file that the learner has changed, and the newer kit as well. */
export interface Conflict {
  path: string
  /** Where the other version is: the new one, if that of the learner stays, and otherwise that of the learner. */
  beside: string
  /** The TODOs of the new file that that of the learner lacks. */
  newTodos: string[]
}

/** What an update would do. */
export interface UpdatePlan {
  changes: Change[]
  /** The learner's version stays in place. */
  staying: Conflict[]
  /** The new version takes the place. */
  replaced: Conflict[]
  /** What the newer kit no longer has, but the learner has changed. */
  orphans: string[]
  added: number
  updated: number
  removed: number
  /** What to install, if package.json or package-lock.json changes. */
  install: 'npm ci' | 'npm install' | undefined
}

/** What is never removed. Packages of npm lack these files. */
const NEVER_REMOVED = ['.gitignore', '.npmrc', 'package-lock.json']

/**
 * Whether the learner's version of a file stays in place when the newer kit has another one: code, and how somebody
 * likes to work. Everything else has to fit the newer kit.
 */
const belongsToLearner = (path: string): boolean =>
  /^assignments\/.*\.ts$|^(?:README\.md|LICENSE|\.gitignore|\.editorconfig)$|^\.(?:vscode|devcontainer|github)\//.test(
    path,
  )

/**
 * Compares three versions of every file: as it was handed out, as the learner has it, and as the newer kit hands it out.
 * Where the folder does not say what was handed out, every file that differs counts as changed by the learner.
 *
 * @param root - the folder of the learner
 * @param fresh - a folder in which the newer kit has handed out everything
 */
export function planUpdate(root: string, fresh: string): UpdatePlan {
  const handedOut = readHandedOut(root)
  const plan: UpdatePlan = {
    changes: [],
    staying: [],
    replaced: [],
    orphans: [],
    added: 0,
    updated: 0,
    removed: 0,
    install: undefined,
  }
  const taken = new Set<string>()
  const change = (path: string, found: Buffer | undefined, content: Buffer | undefined): void => {
    plan.changes.push({ path, found, content, stays: belongsToLearner(path) })
    taken.add(path)
  }
  /** Puts a version beside a file, unless it is there already. Returns its name. */
  const putBeside = (path: string, ending: string, content: Buffer): string => {
    const name = freeName(root, path, ending, taken)
    const before = previousName(name, `${path}${ending}`)
    if (before !== undefined && read(root, before)?.equals(content)) return before
    change(name, undefined, content)
    return name
  }
  const ofKit = filesIn(fresh)
  const paths = new Set([...ofKit, ...Object.keys(handedOut?.files ?? {})])
  for (const path of paths) {
    if (path === 'package.json' || path === HANDED_OUT_FILE) continue
    const [mine, theirs] = [read(root, path), read(fresh, path)]
    const [own, new_, base] = [mine && hashOf(mine), theirs && hashOf(theirs), handedOut?.files[path]]
    if (own === new_) continue
    const isChanged = own !== base
    if (theirs === undefined) {
      if (mine === undefined || NEVER_REMOVED.includes(path)) continue
      if (isChanged) {
        plan.orphans.push(path)
        if (belongsToLearner(path)) continue
        putBeside(path, '.yours', mine)
      }
      change(path, mine, undefined)
      plan.removed++
    } else if (mine === undefined) {
      // What a learner has removed comes back only if it is new.
      if (base === new_) continue
      change(path, mine, theirs)
      plan.added++
    } else if (!isChanged) {
      change(path, mine, theirs)
      plan.updated++
    } else if (base !== new_ && belongsToLearner(path)) {
      const beside = putBeside(path, '.new', theirs)
      plan.staying.push({ path, beside, newTodos: newTodosIn(theirs, mine) })
    } else if (base !== new_) {
      const beside = putBeside(path, '.yours', mine)
      change(path, mine, theirs)
      plan.replaced.push({ path, beside, newTodos: [] })
      plan.updated++
    }
  }
  mergePackageInto(plan, root, fresh, { change, putBeside, base: handedOut?.package })
  const list = read(fresh, HANDED_OUT_FILE)!
  const listNow = read(root, HANDED_OUT_FILE)
  if (!listNow?.equals(list)) change(HANDED_OUT_FILE, listNow, list)
  return plan
}

function mergePackageInto(
  plan: UpdatePlan,
  root: string,
  fresh: string,
  tools: {
    change: (path: string, found: Buffer | undefined, content: Buffer) => void
    putBeside: (path: string, ending: string, content: Buffer) => string
    base: Package | undefined
  },
): void {
  const path = 'package.json'
  const [mine, theirs] = [read(root, path), read(fresh, path)!]
  const parsed = mine && parse(mine)
  const { merged, lost, hasOwnPackages } = mergePackages(parsed ?? {}, parse(theirs)!, parsed && tools.base)
  const content = Buffer.from(`${JSON.stringify(merged, null, 2)}\n`)
  const isSame = parsed !== undefined && JSON.stringify(parsed) === JSON.stringify(merged)
  if (!isSame) {
    if (mine !== undefined && (parsed === undefined || lost.length > 0))
      plan.replaced.push({ path, beside: tools.putBeside(path, '.yours', mine), newTodos: [] })
    tools.change(path, mine, content)
    plan.updated++
  }
  const packages = (text: Package = {}): string => JSON.stringify([text.dependencies, text.devDependencies])
  const lock = plan.changes.find((one) => one.path === 'package-lock.json')
  const hasOtherPackages = lock?.content !== undefined && lockedIn(lock.content) !== lockedIn(lock.found)
  if (hasOtherPackages || packages(parsed) !== packages(merged)) {
    const hasLock = existsSync(join(fresh, 'package-lock.json'))
    plan.install = hasLock && !hasOwnPackages ? 'npm ci' : 'npm install'
  }
}

/** Returns the packages of a package-lock.json, without the name and the version of the kit itself. */
function lockedIn(lock: Buffer | undefined): string {
  const { '': _itself, ...others } = ((lock && parse(lock))?.packages ?? {}) as Record<string, unknown>
  return JSON.stringify(others)
}

function parse(text: Buffer): Package | undefined {
  try {
    const content = JSON.parse(text.toString()) as unknown
    return typeof content === 'object' && content !== null ? (content as Package) : undefined
  } catch {
    return undefined
  }
}

/** Returns the content of a file, or undefined if there is none. What cannot be replaced is refused later. */
function read(folder: string, path: string): Buffer | undefined {
  const found = lstatSync(join(folder, path), { throwIfNoEntry: false })
  if (found === undefined) return undefined
  return found.isFile() ? readFileSync(join(folder, path)) : Buffer.from('')
}

/** Returns the name before a numbered one: `NAME.new.2` before `NAME.new.3`. */
function previousName(name: string, first: string): string | undefined {
  if (name === first) return undefined
  const n = Number(name.slice(first.length + 1))
  return n === 2 ? first : `${first}.${n - 1}`
}

/** Returns the numbers of the TODOs of a stub, perhaps more than once. */
export const todosIn = (text: Buffer): string[] =>
  Array.from(
    text.toString().matchAll(/\/\/ TODO (\d+\.\d+):|NotImplementedError\('(\d+\.\d+)'\)/g),
    ([, a, b]) => a ?? b,
  )

function newTodosIn(theirs: Buffer, mine: Buffer): string[] {
  const own = todosIn(mine)
  return [...new Set(todosIn(theirs))].filter((id) => !own.includes(id))
}
