import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { transformWithOxc } from 'vite'
import { describe, expect, test } from 'vitest'
import { folderProblem } from '#kit/commands/start/folder-problem.cjs'
import { VITEST } from '../support/running-vitest.ts'
import { run as runNode } from './kit/learner.ts'
import { temporaryFolder, writeTree } from '../support/folders.ts'
import { root } from '#kit/system/root.ts'

/** Commands that start with it themselves. */
const starters = ['kit/commands/kit.js', 'kit/commands/train.js', 'kit/commands/experiment.js']

const guardFiles = ['kit/commands/start/guard.cjs', 'kit/commands/start/folder-problem.cjs']

/** Creates a folder with these files, given by path. */
function folderWith(files: Record<string, string>, name = 'kit'): string {
  const parent = temporaryFolder()
  const folder = join(parent, name)
  writeTree(folder, files)
  for (const file of guardFiles) cpSync(join(root, file), join(folder, file))
  return folder
}

/** Runs Node in a folder. Its output must not contain a stack trace. */
function run(folder: string, ...args: string[]): { status: number | null; output: string } {
  const { status, output } = runNode(args, folder)
  return { status, output }
}

const guard = (folder: string, ...options: string[]) =>
  run(folder, ...options, 'kit/commands/start/guard.cjs')

test('every script of package.json starts with it', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const unguarded = Object.entries(scripts).filter(
    ([name, script]) =>
      // The script that npm runs after an installation does not need it.
      name !== 'postinstall' &&
      !starters.some((file) => script === `node ${file}`) &&
      !/^node kit\/commands\/start\/guard\.cjs && |^node [^&]*--require \.\/kit\/commands\/start\/guard\.cjs /.test(
        script,
      ),
  )
  expect(unguarded).toEqual([])
  for (const file of starters)
    expect(readFileSync(join(root, file), 'utf8')).toMatch(/^import '\.\/start\/guard\.cjs'$/m)
})

test('an old Node can read it', async () => {
  for (const file of [...guardFiles, ...starters]) {
    const code = readFileSync(join(root, file), 'utf8')
    const [old, newest] = await Promise.all(
      ['es2019', 'esnext'].map((target) => transformWithOxc(code, file, { target })),
    )
    expect(old.code).toBe(newest.code)
    expect(code).not.toMatch(/node:/)
  }
})

describe('a folder in which the kit cannot work', () => {
  test('is told from one in which it can', () => {
    expect(folderProblem('/home/C#/kit')).toBe(
      'The kit cannot work in /home/C#/kit, because Vite cannot find files below a folder with "#" in its name',
    )
    for (const name of ['what?', '50%', 'a%20b', 'star*', `a${delimiter}b`])
      expect(folderProblem(join('/home', name, 'kit'))).toContain(
        `cannot work in ${join('/home', name, 'kit')}`,
      )
    expect(folderProblem('/home/two\nlines')).toBe(
      'The kit cannot work in /home/two lines, because Vitest cannot find files below a folder with a line break in its name',
    )
    expect(folderProblem(join('/home', 'node_modules', 'kit'))).toMatch(/a folder called node_modules$/)
    expect(folderProblem('/home/back\\slash') === undefined).toBe(process.platform === 'win32')
    const harmless = '/home/[x] (y) {a,b}/!z+&$\'`^=~@-<>"/中文😀/é/my_node_modules'
    expect(folderProblem(harmless)).toBeUndefined()
  })

  test.each(['C#', '100%', 'node_modules/kit'])('is said by Vitest and by kit: %s', (name) => {
    const files = ['vitest.config.cjs', 'package.json', 'kit/commands/kit.js']
    const folder = folderWith(
      Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')])),
      name,
    )
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const said = {
      status: 1,
      output: expect.stringContaining(`${folderProblem(folder)}. Move the kit to another folder.`),
    }
    expect(run(folder, VITEST, 'run')).toEqual(said)
    expect(run(folder, 'kit/commands/kit.js', 'next')).toEqual(said)
  })
})

describe('packages', () => {
  const thisSystem = { os: [process.platform], cpu: [process.arch], optional: true }
  const lock = {
    packages: {
      '': {},
      'node_modules/bundler': {
        optionalDependencies: { '@bundler/glibc': '1', '@bundler/musl': '1', '@bundler/other': '1' },
      },
      'node_modules/@bundler/glibc': thisSystem,
      'node_modules/@bundler/musl': thisSystem,
      'node_modules/@bundler/other': { ...thisSystem, os: ['beos'] },
      'node_modules/parser': { optionalDependencies: { extra: '1', '@parser/other': '1' } },
      'node_modules/extra': { optional: true },
      'node_modules/@parser/other': { ...thisSystem, cpu: ['pdp11'] },
    },
  }
  const installed = (...packages: string[]): string =>
    folderWith({
      'package.json': JSON.stringify({ dependencies: { bundler: '1' }, devDependencies: { parser: '1' } }),
      'package-lock.json': JSON.stringify(lock),
      ...Object.fromEntries(packages.map((name) => [`node_modules/${name}/package.json`, '{}'])),
    })
  const repair = 'Run "npm ci --include=dev --include=optional --ignore-scripts=false" once in'

  test('that are all there are enough, of two programs for one system one', () => {
    expect(guard(installed('bundler', '@bundler/musl', 'parser'))).toEqual({ status: 0, output: '' })
  })

  test('that are missing are named, with the command that installs them', () => {
    const folder = folderWith({ 'package.json': '{}' })
    expect(guard(folder)).toEqual({
      status: 1,
      output: `The packages of the kit are not installed. Run "npm ci" once in ${folder}.\n`,
    })
    const production = guard(installed('bundler', '@bundler/glibc'))
    expect(production).toEqual({ status: 1, output: expect.stringContaining(`missing (parser). ${repair}`) })
    const withoutOptional = guard(installed('bundler', 'parser'))
    expect(withoutOptional.output).toContain(`missing (@bundler/glibc). ${repair}`)
  })

  test.skipIf(spawnSync('script', ['--version']).status !== 0)(
    'are named in lines that fit into the terminal, with the command on one line',
    () => {
      const command = `stty cols 70; "${process.execPath}" kit/commands/start/guard.cjs`
      const { stdout } = spawnSync('script', ['--quiet', '--command', command, '/dev/null'], {
        cwd: installed('bundler', 'parser'),
        encoding: 'utf8',
      })
      const lines = stdout.trim().split('\r\n')
      expect(lines[0]).toBe('Some packages of the kit are missing (@bundler/glibc). Run')
      expect(lines[1]).toBe('"npm ci --include=dev --include=optional --ignore-scripts=false" once')
      expect(lines[2]).toMatch(/^in /)
    },
  )

  test('that are there, but a Node that runs no TypeScript', () => {
    const { status, output } = guard(
      installed('bundler', '@bundler/musl', 'parser'),
      '--no-experimental-strip-types',
    )
    expect(output).toMatch(
      /^This kit runs on Node 24, but it was started on Node \S+\. .* run "npm ci --ignore-scripts=false" once\. .*\.\n$/,
    )
    expect(status).toBe(1)
  })
})
