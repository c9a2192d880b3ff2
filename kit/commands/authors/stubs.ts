import '../../system/v8-flags.ts'
import { Option, program } from 'commander'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { moveToBackup } from '../../system/backup.ts'
import { cutStubs } from '../../course/cut-stubs.ts'
import { readTree } from '../../course/source-tree.ts'
import { toFileAccessError } from '../../system/system-error.ts'
import { writeWithFolders } from '../../system/write-with-folders.ts'

const SOLUTIONS = 'solutions'
const ASSIGNMENTS = 'assignments'
/** The file with the SHA-256 of every stub as last generated. It tells changed stubs from outdated ones. */
const RECORD = `${ASSIGNMENTS}/.stubs.json`

type StubHashes = Record<string, string>

program
  .name('npm run stubs --')
  .description(
    'Make the stubs in assignments/ from the solutions. Stubs that somebody has worked on stay as they are.',
  )
  .option('--check', 'write nothing; list the files that differ, and exit with 1 if there are any')
  .addOption(
    new Option(
      '--force',
      'also replace stubs that somebody has worked on, and keep them as NAME.backup',
    ).conflicts('check'),
  )
  .action(({ check, force }: { check?: boolean; force?: boolean }) => {
    const solutions = readTree(SOLUTIONS)
    const { stubs, problems } = cutStubs(solutions)
    if (problems.length > 0) program.error(problems.map((problem) => `${SOLUTIONS}/${problem}`).join('\n'))
    const current = existsSync(ASSIGNMENTS) ? readTree(ASSIGNMENTS) : new Map<string, string>()
    if (check) reportDifferences(stubs, current)
    else update(stubs, current, readRecord(), force ?? false)
  })

try {
  program.parse()
} catch (error) {
  if (!(error instanceof Error && 'syscall' in error)) throw error
  const { message } = toFileAccessError(
    error,
    'written',
    resolve((error as NodeJS.ErrnoException).path ?? ''),
  ) as Error
  program.error(`The stubs could not be updated: ${message}`)
}

function readRecord(): StubHashes {
  if (!existsSync(RECORD)) return {}
  try {
    return JSON.parse(readFileSync(RECORD, 'utf8')) as StubHashes
  } catch {
    return program.error(
      `${RECORD} is not valid JSON, so changed stubs cannot be told from old ones. Restore it with "git restore ${RECORD}".`,
    )
  }
}

/** Lists every file that {@link update} would have to change, and every file without a solution. */
function reportDifferences(stubs: ReadonlyMap<string, string>, current: ReadonlyMap<string, string>): void {
  const differences = [...stubs]
    .filter(([file, stub]) => current.get(file) !== stub)
    .map(([file]) => `${current.has(file) ? 'differs' : 'missing'}  ${ASSIGNMENTS}/${file}`)
  for (const file of current.keys()) {
    if (!stubs.has(file)) differences.push(`stray    ${ASSIGNMENTS}/${file} (no solution has this name)`)
  }
  const record = Object.fromEntries([...stubs].map(([file, stub]) => [file, hash(stub)]))
  if (JSON.stringify(readRecord()) !== JSON.stringify(record)) differences.push(`differs  ${RECORD}`)

  if (differences.length === 0) {
    console.log(`All ${stubs.size} stubs match the solutions.`)
  } else {
    console.error(`${differences.join('\n')}\nRun "npm run stubs" and commit what it writes.`)
    process.exitCode = 1
  }
}

/** Writes, replaces and removes stubs, but stubs that a learner has changed only under `force`, after a backup. */
function update(
  stubs: ReadonlyMap<string, string>,
  current: ReadonlyMap<string, string>,
  record: StubHashes,
  force: boolean,
): void {
  const updated: StubHashes = {}
  let written = 0
  let outdated = 0
  for (const file of new Set([...stubs.keys(), ...Object.keys(record)])) {
    const path = `${ASSIGNMENTS}/${file}`
    const stub = stubs.get(file)
    const text = current.get(file)
    const stubHash = stub === undefined ? undefined : hash(stub)
    const changed = text !== undefined && text !== stub && hash(text) !== record[file]

    if (changed && !force) {
      const reason =
        stub === undefined ? ', although its solution no longer exists' : ', although there is a new stub'
      console.log(`kept     ${path}, which you have changed${stubHash === record[file] ? '' : reason}`)
      if (stubHash !== record[file]) outdated++
      if (record[file]) updated[file] = record[file]
      continue
    }
    if (changed) console.log(`kept     your ${path} as ${moveToBackup(path)}`)
    if (stubHash) updated[file] = stubHash
    if (stub === text) continue
    if (stub === undefined) {
      rmSync(path, { force: true })
      console.log(`removed  ${path}`)
    } else {
      writeWithFolders(path, stub)
      written++
      console.log(`written  ${path}`)
    }
  }
  mkdirSync(ASSIGNMENTS, { recursive: true })
  writeFileSync(RECORD, `${JSON.stringify(sorted(updated), null, 2)}\n`)
  console.log(`${written} of ${stubs.size} stubs written.`)
  if (outdated > 0) {
    console.error(
      '"npm run stubs -- --force" also replaces the files that you have changed, and keeps a backup of each.',
    )
    process.exitCode = 1
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function sorted(hashes: StubHashes): StubHashes {
  return Object.fromEntries(Object.entries(hashes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
