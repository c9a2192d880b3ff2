import { spawnSync } from 'node:child_process'
import { existsSync, statfsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { installedFolder } from '#data/cache.ts'
import { findWrongFile } from '#data/fetch/checksums.ts'
import { CIFAR10 } from '#data/fetch/distribution.ts'
import { isSystemError, requireWritable, systemSentence } from '../../../system/system-error.ts'
import { readOrEmpty } from '../../../system/read-or-empty.ts'
import { manifest } from '../../../course/manifest.ts'
import { readRecord } from '../../../progress/record.ts'
import { readSkipped } from '../../../progress/skipped-todos.ts'
import { readShown } from '../hint/hint-record.ts'
import { missingPackages } from './missing-packages.ts'
import { root } from '../../../system/root.ts'
import { isUserError } from '#kit/system/user-error.ts'

/** The result of one examination. */
export interface Finding {
  /** A `note` does not keep anything from working. */
  state: 'right' | 'note' | 'wrong'
  /** Says what was found, or what to do. */
  sentence: string
}

const right = (sentence: string): Finding => ({ state: 'right', sentence })
const note = (sentence: string): Finding => ({ state: 'note', sentence })
const wrong = (sentence: string): Finding => ({ state: 'wrong', sentence })

/** Examines everything that the kit needs. */
export const examineInstallation = async (): Promise<Finding[]> => [
  node(),
  ...npm(),
  packages(),
  git(),
  ...(await data()),
  diskSpace(),
  permissions(),
  todos(),
  records(),
]

function node(): Finding {
  const { node: version } = process.versions
  const where = `${process.platform} ${process.arch}`
  if (version.startsWith('24.')) return right(`The kit runs on Node ${version} (${where}).`)
  return note(
    `The kit runs on Node ${version} instead of its own Node 24. To install that, run "npm ci --ignore-scripts=false".`,
  )
}

/** Returns nothing if npm did not start this command. */
function npm(): Finding[] {
  const [, version, starter] = /^npm\/(\S+) node\/v(\S+)/.exec(process.env.npm_config_user_agent ?? '') ?? []
  return version ? [right(`npm ${version} runs on Node ${starter}, which is on your PATH.`)] : []
}

function packages(): Finding {
  const { all, missing } = missingPackages(root)
  if (missing.length === 0) return right(`All ${all} packages are installed, in the right versions.`)
  const others = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
  return wrong(`Packages are missing or outdated (${missing.slice(0, 3).join(', ')}${others}). Run "npm ci".`)
}

function git(): Finding {
  const { status, stdout } = spawnSync('git', ['--version'], { encoding: 'utf8' })
  if (status !== 0)
    return note(
      'git is not installed. The kit does not need it, but it keeps your work safe: https://git-scm.com',
    )
  return right(`${stdout.trim()}.`)
}

async function data(): Promise<Finding[]> {
  const { loadDataset } = await import('#data/index.ts')
  try {
    await loadDataset({ name: 'tiny' })
    return [await cifar10(), right('The small set of images is ready.')]
  } catch (error) {
    if (!isUserError(error, 'data')) throw error
    return [await cifar10(), wrong(error.message)]
  }
}

/** Compares what "npm run data" has downloaded with the published checksums. */
async function cifar10(): Promise<Finding> {
  const folder = installedFolder()
  if (!existsSync(folder)) {
    return note(
      'CIFAR-10 is not downloaded yet. "npm run data" downloads it once (184 MB). Until then, the kit uses the small set.',
    )
  }
  const damaged = await findWrongFile(CIFAR10, (name) => readFile(join(folder, name)).catch(() => undefined))
  if (!damaged) return right(`CIFAR-10 is in ${folder}. All its files have the published checksums.`)
  const { name, problem } = damaged
  const what = problem === 'missing' ? 'is missing or cannot be read' : 'is damaged'
  return wrong(`${name} in ${folder} ${what}. "npm run data" repairs it.`)
}

/** The disk space that downloading CIFAR-10 and some training runs need, in GB. */
const GIGABYTES = 1

function diskSpace(): Finding {
  let folder = installedFolder()
  while (!existsSync(folder)) folder = dirname(folder)
  const free = [root, folder].map((path) => {
    const { bavail, bsize } = statfsSync(path)
    return (bavail * bsize) / 1e9
  })
  const least = Math.min(...free)
  if (least >= GIGABYTES) return right(`${least.toFixed(0)} GB of disk space is free.`)
  return note(
    `Only ${least.toFixed(1)} GB of disk space is free. CIFAR-10 and your training runs need about ${GIGABYTES} GB.`,
  )
}

/** Checks that the learner's files and the kit's records of them can be written. */
function permissions(): Finding {
  const files = manifest.flatMap((part) => part.todos).map(({ file }) => join('assignments', file))
  const paths = ['.', '.kit', 'runs', 'assignments', ...files].map((path) => join(root, path))
  try {
    for (const path of paths) requireWritable(path)
    return right('The kit can write to its folder.')
  } catch (error) {
    if (!isUserError(error, 'refused')) throw error
    return wrong(error.message)
  }
}

/** Checks that the learner's files still have the comments by which the kit finds the TODOs. */
function todos(): Finding {
  const all = manifest.flatMap((part) => part.todos)
  const lost = all.filter(
    ({ file, id }) => !readOrEmpty(join(root, 'assignments', file)).includes(`// TODO ${id}:`),
  )
  if (lost.length === 0) return right(`All ${all.length} TODOs are in their files.`)
  const [{ file, id }] = lost
  if (!existsSync(join(root, 'assignments', file)))
    return wrong(`assignments/${file} is missing. "npx kit reset ${file}" restores it.`)
  return note(
    `The comment "// TODO ${id}:" is missing from assignments/${file}, so links to this TODO lead to line 1. Put the comment back, ` +
      `or start the file over with "npx kit reset ${file}".`,
  )
}

function records(): Finding {
  try {
    readShown()
    readSkipped(root)
    const record = readRecord(root)
    if (!record) return note('Nothing has been graded yet. Start with "npx kit watch".')
    const done = Object.values(record.todos).filter(({ state }) => state === 'done').length
    return right(`Your progress is recorded: ${done} TODOs done.`)
  } catch (error) {
    if (isSystemError(error)) return wrong(systemSentence(error))
    if (!(isUserError(error, 'damaged') || isUserError(error, 'refused'))) throw error
    return wrong(error.message)
  }
}
