import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { keys } from '#kit/commands/kit/watch/watch-keys.ts'
import { isWork } from '#kit/commands/kit/watch/watch-session.ts'
import { LONGEST_WAIT } from '../../support/longest-wait.ts'
import { Learner, environmentOutsideVitest } from './learner.ts'
import { temporaryFolder, writeTree } from '../../support/folders.ts'

const learner = new Learner()
afterAll(() => learner.remove())

// One check file is enough for these tests.
const CHECKS = join(learner.folder, 'checks')
for (const folder of readdirSync(CHECKS)) {
  if (!/^\d/.test(folder)) continue
  for (const file of readdirSync(join(CHECKS, folder))) {
    if (file !== '1-layers.check.ts') rmSync(join(CHECKS, folder, file))
  }
}

const LAYERS = '1-fully-connected/layers.ts'

/** `kit watch` on its own terminal, which `script` on Linux provides. */
class Terminal {
  readonly #child: ChildProcess
  #output = ''
  #seen = 0

  constructor(options: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    // A shell parses the command, and the path of Node may contain spaces.
    const command = ['"$NODE_OF_KIT"', 'kit/commands/kit.js', 'watch', ...options].join(' ')
    this.#child = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
      cwd: learner.folder,
      env: {
        ...environmentOutsideVitest(),
        NO_COLOR: '1',
        TERM: 'xterm',
        NODE_OF_KIT: process.execPath,
        ...env,
      },
    })
    this.#child.stdout?.on('data', (chunk) => (this.#output += stripVTControlCharacters(String(chunk))))
    onTestFinished(() => void this.#child.kill())
  }

  press(key: string): void {
    this.#child.stdin?.write(key)
  }

  /** Waits for text printed after what was last waited for. Returns what was printed up to its end. */
  async sees(text: string | RegExp): Promise<string> {
    const look = () => {
      const found = this.#find(text)
      if (!found && this.#child.exitCode === null)
        throw new Error(`not yet "${text}" in:\n${this.#output.slice(this.#seen)}`)
      return found
    }
    const found = await vi.waitFor(look, { timeout: LONGEST_WAIT, interval: 50 })
    if (!found) throw new Error(`It ended without "${text}". It printed:\n${this.#output}`)
    this.#seen += found.end
    return this.#output.slice(this.#seen - found.end, this.#seen)
  }

  #find(text: string | RegExp): { end: number } | undefined {
    const rest = this.#output.slice(this.#seen)
    const match = typeof text === 'string' ? text : text.exec(rest)?.[0]
    const start = match === undefined ? -1 : rest.indexOf(match)
    return start === -1 ? undefined : { end: start + match!.length }
  }

  /** Returns the exit code after it has ended. */
  async ended(): Promise<unknown> {
    if (this.#child.exitCode === null) await once(this.#child, 'exit')
    return this.#child.exitCode
  }
}

const PROMPT = /n next .* q quit/

describe.skipIf(spawnSync('script', ['--version']).status !== 0)('kit watch on a terminal', () => {
  test('grades on every save, and answers each key below the run', async () => {
    const terminal = new Terminal()
    await terminal.sees('No change seen yet.')
    await terminal.sees(PROMPT)
    terminal.press('n')
    await terminal.sees(/layers\.ts:\d+ {2}TODO 1\.1, affineForward/)
    await terminal.sees(PROMPT)
    terminal.press('h')
    await terminal.sees('2 more hints: press h')
    await terminal.sees(PROMPT)
    terminal.press('v')
    await terminal.sees('As soon as a TODO passes its checks')
    terminal.press('o')
    await terminal.sees(/assignments\/1-fully-connected\/README\.md:\d+/)
    await terminal.sees('Then this key opens it in your browser')
    await terminal.sees(PROMPT)
    terminal.press('l')
    await terminal.sees(/6\.4 +residualBackward +not run/)
    await terminal.sees(PROMPT)

    learner.solve(LAYERS, '1.1', 'return { out: matmul(x.reshape([x.shape[0], -1]), w), cache: { x, w } }')
    // VS Code takes this line as the beginning of a run.
    await terminal.sees(/\n\s*RERUN /)
    await terminal.sees(/FAIL .* 1\.1 affineForward/)
    await terminal.sees('TODO 1.1, affineForward, is not right yet')
    await terminal.sees(`Last change seen: assignments/${LAYERS} at `)
    await terminal.sees(PROMPT)
    terminal.press('r')
    await terminal.sees('is not right yet')
    await terminal.sees(PROMPT)
    terminal.press('c')
    await terminal.sees('is not right yet')
    await terminal.sees(PROMPT)

    terminal.press('x')
    await terminal.sees('(y/n)')
    terminal.press('n')
    await terminal.sees('Nothing was changed.')
    expect(existsSync(join(learner.folder, `assignments/${LAYERS}.backup`))).toBe(false)
    terminal.press('x')
    await terminal.sees('(y/n)')
    terminal.press('y')
    await terminal.sees(`Your code is in assignments/${LAYERS}.backup.`)
    await terminal.sees('Welcome!')
    await terminal.sees(PROMPT)
    terminal.press('q')
    expect(await terminal.ended()).toBe(0)
  })

  test('shows one failure, and what was done until a key is pressed', async () => {
    const terminal = new Terminal()
    await terminal.sees(PROMPT)
    learner.solve(LAYERS, '1.3', 'return { out: map(x, (value) => Math.max(0, value)), cache: { x } }')
    await terminal.sees('Done: TODO 1.3, reluForward.')
    await terminal.sees(PROMPT)
    // Both are wrong, and only the current one has its failure shown.
    learner.solve(LAYERS, '1.1', 'return { out: matmul(x.reshape([x.shape[0], -1]), w), cache: { x, w } }')
    learner.solve(LAYERS, '1.4', 'return { dx: dout }')
    const run = await terminal.sees(PROMPT)
    expect(run).toContain('Done: TODO 1.3, reluForward.')
    expect(run.match(/ FAIL /g)).toHaveLength(1)
    expect(run).toMatch(/FAIL .* 1\.1 affineForward/)
    expect(run).toContain('TODO 1.4 is not right either. Press l to see all.')
    expect(run.match(/Part \d {2}/g)).toHaveLength(1)
    terminal.press('r')
    const again = await terminal.sees(PROMPT)
    expect(again).not.toContain('Done:')
    terminal.press('v')
    const shown = await terminal.sees(PROMPT)
    const [own, kits] = shown.split("The kit's solution of TODO 1.3:")
    expect(own).toContain('Your code of TODO 1.3:')
    expect(own).toContain('return { out: map(x, (value) => Math.max(0, value)), cache: { x } }')
    expect(kits).toContain('return { out, cache: { x } }')
    terminal.press('q')
    expect(await terminal.ended()).toBe(0)
    learner.kit('reset', 'layers', '--yes')
    learner.forget()
  })

  test('begins with a line to try, and does not call a TODO wrong that only needs an earlier one', async () => {
    const terminal = new Terminal()
    const welcome = await terminal.sees(PROMPT)
    // The checks of 1.2 call 1.1 first, so they crash although nobody has begun with 1.2.
    learner.solve(LAYERS, '1.1', /^ +(return .*)$/m.exec(welcome)![1].trim())
    const run = await terminal.sees(PROMPT)
    expect(welcome).toMatch(/Welcome! Open assignments\/1-fully-connected\/layers\.ts:\d+/)
    expect(run).not.toContain('Welcome!')
    expect(run).toContain('Crashed: An example may have any shape: make it one row before you multiply.')
    expect(run).not.toContain('not right either')
    terminal.press('q')
    expect(await terminal.ended()).toBe(0)
    learner.kit('reset', 'layers', '--yes')
    learner.forget()
  })

  test('opens the page of the handout in the browser, once there is one', async () => {
    const page = join(learner.folder, 'docs/site/todo/1.1.html')
    writeTree(learner.folder, { 'docs/site/todo/1.1.html': '' })
    // The program that opens files on a GNOME desktop.
    const folder = temporaryFolder()
    const opened = join(folder, 'opened')
    writeFileSync(join(folder, 'gio'), `#!/bin/sh\nprintf %s "$2" >"${opened}"\n`, { mode: 0o755 })
    const terminal = new Terminal([], {
      XDG_CURRENT_DESKTOP: 'GNOME',
      PATH: `${folder}${delimiter}${process.env.PATH}`,
    })
    await terminal.sees(PROMPT)
    terminal.press('o')
    await terminal.sees(pathToFileURL(page).href)
    await vi.waitFor(() => expect(readFileSync(opened, 'utf8')).toBe(page), { timeout: LONGEST_WAIT })
    await terminal.sees(PROMPT)
    terminal.press('q')
    expect(await terminal.ended()).toBe(0)
  })

  test('sees a change by polling too, and ends at Ctrl-C, during a run as well', async () => {
    const terminal = new Terminal(['--poll'])
    await terminal.sees(PROMPT)
    learner.solve(LAYERS, '1.3', 'return { out: x, cache: { x } }')
    await terminal.sees('Last change seen')
    await terminal.sees(PROMPT)
    // The keys refer to the saved file, although 1.1 is not started.
    terminal.press('h')
    await terminal.sees('TODO 1.3, reluForward')
    await terminal.sees(PROMPT)
    terminal.press('z')
    await terminal.sees('This key does nothing.')
    await terminal.sees(PROMPT)
    terminal.press('s')
    await terminal.sees('TODO 1.3, reluForward, is skipped for now. Next is TODO 1.')
    await terminal.sees(PROMPT)
    terminal.press('c')
    terminal.press('\u0003')
    expect(await terminal.ended()).toBe(0)
  })
})

test.for([
  ['assignments/1-fully-connected/layers.ts', true],
  ['assignments/6-cifar10/my-net.ts', true],
  ['assignments/1-fully-connected/4913', false],
  ['assignments/1-fully-connected/.layers.ts.swp', false],
  ['assignments/1-fully-connected/layers.ts~', false],
  ['assignments/1-fully-connected/.#layers.ts', false],
  ['assignments/1-fully-connected/#layers.ts#', false],
  ['assignments/1-fully-connected/layers.ts___jb_tmp___', false],
  ['assignments/1-fully-connected/notes.md', false],
  ['kit/tensor/tensor.ts', false],
] as const)('a change of %s is one of the work: %s', ([file, expected]) => {
  expect(isWork(file)).toBe(expected)
})

test('without a terminal, watch is plain vitest, which runs once', () => {
  const { output } = learner.kit('watch')
  expect(output).toContain('Part 1  Fully connected networks')
  expect(output).not.toMatch(PROMPT)
})

test('the README shows every key', () => {
  const readme = readFileSync(join(learner.folder, 'README.md'), 'utf8')
  for (const [key, { label }] of keys) expect(readme).toMatch(new RegExp(`^  .*\\b${key} ${label}`, 'm'))
})
