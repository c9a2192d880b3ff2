import { InvalidArgumentError, program } from 'commander'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  createWriteStream,
  cpSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { machines, type Machine } from './machine.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'cnn-from-scratch-machines-'))
const all = machines(scratch)

program
  .name('npm run test:machines --')
  .description('Run the tests of the kit as if on other machines, and print the results in a table.')
  .argument(
    '[names...]',
    `the machines whose names contain one of these; all by default:\n${listed()}`,
    named,
  )
  .option('--logs <folder>', 'where to write what the runs print', join(scratch, 'logs'))
  .action(tryAll)
await program.parseAsync()

function listed(): string {
  return all.map(({ name }) => `  ${name}`).join('\n')
}

function named(word: string, before: Machine[] = []): Machine[] {
  const found = all.filter(({ name }) => name.includes(word))
  if (found.length === 0) throw new InvalidArgumentError(`The machines are:\n${listed()}`)
  return [...before, ...found]
}

async function tryAll(chosen: Machine[], { logs }: { logs: string }): Promise<void> {
  mkdirSync(logs, { recursive: true })
  let failed = false
  for (const machine of chosen.length > 0 ? chosen : all) {
    process.stdout.write(machine.name.padEnd(34))
    if (machine.impossible) {
      console.log(`not tried: ${machine.impossible}`)
      continue
    }
    const { passed, skipped, failures, seconds, log } = await tryOne(machine, logs)
    console.log(
      `${String(passed).padStart(5)} passed ${String(skipped).padStart(4)} skipped ${String(failures.length).padStart(4)} failed ` +
        `${seconds.toFixed(0).padStart(5)} s`,
    )
    for (const name of failures) console.log(`    ${name}`)
    if (failures.length > 0) console.log(`    ${log}`)
    failed ||= failures.length > 0
  }
  if (!failed) rmSync(scratch, { recursive: true, force: true })
  process.exitCode = Number(failed)
}

interface Outcome {
  passed: number
  skipped: number
  /** The names of the tests that failed, or other errors. */
  failures: string[]
  seconds: number
  /** The path of the file with the complete output. */
  log: string
}

async function tryOne(machine: Machine, logs: string): Promise<Outcome> {
  const folder = machine.folder || machine.asNobody ? copyOfKit(machine.folder ?? 'kit') : root
  const report = join(mkdtempSync(join(scratch, 'report-')), 'report.json')
  const env: NodeJS.ProcessEnv = { ...process.env, ...machine.env }
  if (machine.node) env.PATH = `${folderOfNode(machine.node)}${delimiter}${pathOutsideOfNpm()}`
  const prefix = [...(machine.startedBy ?? [])]
  if (machine.asNobody) {
    giveAway([folder, dirname(report)])
    prefix.push('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups')
    const home = join(scratch, 'home')
    mkdirSync(home, { recursive: true })
    chmodSync(home, 0o555)
    Object.assign(env, { HOME: home, XDG_CACHE_HOME: undefined, npm_config_cache: join(folder, '.npm') })
  }
  const command = [
    ...prefix,
    'npm',
    'test',
    '--',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(machine.files ?? []),
  ]
  const log = join(logs, `${machine.name.replace(/[^\w=-]+/g, '-')}.log`)
  const loops = Array.from({ length: machine.loops ?? 0 }, () => spawn(process.execPath, ['-e', 'for (;;);']))
  const start = performance.now()
  const exitCode = await run(command, folder, env, log)
  const seconds = (performance.now() - start) / 1000
  for (const loop of loops) loop.kill()
  return { ...countsIn(report, exitCode), seconds, log }
}

async function run(
  command: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  log: string,
): Promise<number | null> {
  const [first, ...args] = command
  const child: ChildProcess = spawn(first, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const file = createWriteStream(log)
  child.stdout!.pipe(file, { end: false })
  child.stderr!.pipe(file, { end: false })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  file.end()
  return exitCode
}

function countsIn(report: string, exitCode: number | null): Pick<Outcome, 'passed' | 'skipped' | 'failures'> {
  interface Report {
    numPassedTests: number
    numPendingTests: number
    testResults: {
      name: string
      status: string
      assertionResults: { fullName: string; status: string }[]
    }[]
  }
  let read: Report
  try {
    read = JSON.parse(readFileSync(report, 'utf8')) as Report
  } catch {
    return { passed: 0, skipped: 0, failures: [`nothing was reported; the command ended with ${exitCode}`] }
  }
  const failures = read.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName)
    return failed.length > 0 || status !== 'failed' ? failed : [`${name} could not be run`]
  })
  if (failures.length === 0 && exitCode !== 0) failures.push(`the command ended with ${exitCode}`)
  return { passed: read.numPassedTests, skipped: read.numPendingTests, failures }
}

/** Copies the kit as git would check it out, with its packages. */
function copyOfKit(name: string): string {
  const folder = join(mkdtempSync(join(scratch, 'copy-')), name)
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of stdout.split('\0').filter(Boolean)) {
    cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true })
  }
  cpSync(join(root, 'node_modules'), join(folder, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  return folder
}

/** Makes nobody the owner of these folders and their contents, and opens their parent folders to everybody. */
function giveAway(folders: readonly string[]): void {
  const nobody = 65534
  chmodSync(scratch, 0o755)
  for (const folder of folders) {
    chmodSync(dirname(folder), 0o755)
    chownSync(folder, nobody, nobody)
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      lchownSync(join(folder, file), nobody, nobody)
  }
}

/** Installs a version of Node from npm and returns the folder of its program. */
function folderOfNode(version: string): string {
  const prefix = join(scratch, `node-${version}`)
  mkdirSync(prefix, { recursive: true })
  // The package installs the program by a script.
  const settings = { private: true, allowScripts: { node: true } }
  writeFileSync(join(prefix, 'package.json'), JSON.stringify(settings))
  const options = ['install', '--prefix', prefix, '--no-save', `node@${version}`]
  const { status, stderr } = spawnSync('npm', options, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Node ${version} could not be installed: ${stderr}`)
  return join(prefix, 'node_modules/node/bin')
}

/** Returns the PATH without the kit's own Node, which npm puts first for a script. */
function pathOutsideOfNpm(): string {
  return process.env
    .PATH!.split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin$|node-gyp-bin$/.test(folder))
    .join(delimiter)
}
