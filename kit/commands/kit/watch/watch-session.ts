import { relative } from 'node:path'
import { emitKeypressEvents, type Key } from 'node:readline'
import { PassThrough } from 'node:stream'
import { styleText } from 'node:util'
import { startVitest, type Reporter, type Vitest } from 'vitest/node'
import { keys, promptLine } from './watch-keys.ts'
import { reporters } from '../../../vitest/reporters/index.ts'
import { CalmFailures } from './calm-failures.ts'
import { CalmProgress } from './calm-progress.ts'
import { wrapped, wrappedLines } from '../../../text/wrap.ts'
import { root } from '../../../system/root.ts'
import type { Session } from '../session.ts'

/** Watches the learner's files until a key ends it. */
export async function watch({ poll }: { poll: boolean }): Promise<void> {
  process.chdir(root)
  const failures = new CalmFailures()
  const progress = new CalmProgress(failures)
  const session = new WatchSession(poll, progress)
  await startVitest(
    'test',
    [],
    {
      root,
      watch: true,
      reporters: [
        ...reporters.filter((path) => !/\/(?:one-failure-a-todo|reporter)\.ts$/.test(path)),
        failures,
        progress,
        session,
      ],
    },
    poll ? { server: { watch: { usePolling: true, interval: 300 } } } : {},
    // The kit handles the keys itself. Without a terminal, Vitest does not listen to any.
    { stdin: new PassThrough() as unknown as NodeJS.ReadStream },
  )
}

/** Prints a prompt below each run and responds to keys. */
class WatchSession implements Reporter, Session {
  readonly #poll: boolean
  readonly #progress: CalmProgress
  #vitest: Vitest | undefined
  #running = true
  #lastChange = ''
  #shownChange = ''
  #waiting: ((key: string) => void) | undefined

  constructor(poll: boolean, progress: CalmProgress) {
    this.#poll = poll
    this.#progress = progress
  }

  onInit(vitest: Vitest): void {
    const first = this.#vitest === undefined
    this.#vitest = vitest
    vitest.vite.watcher.on('all', (_event, path) => this.#noteChange(path))
    vitest.vite.watcher.on('error', (error) => this.#watchingFailed(error))
    if (first) this.#listen()
  }

  onTestRunStart(): void {
    this.#running = true
    this.#shownChange = ''
  }

  onWatcherStart(): void {
    this.#running = false
    this.#prompt()
  }

  say(text: string): void {
    console.log(`\n${wrappedLines(text)}`)
  }

  check(files?: readonly string[]): void {
    if (this.#running) return
    this.#running = true
    this.#run(files).catch((error: Error) => this.say(error.message))
  }

  async quit(): Promise<void> {
    process.stdin.setRawMode(false)
    // Failing or cancelled checks are not a failure of the watch command.
    process.once('exit', () => (process.exitCode = 0))
    if (this.#running) await this.#vitest?.cancelCurrentRun('keyboard-input')
    await this.#vitest?.exit(true)
  }

  nextKey(): Promise<string> {
    return new Promise((resolve) => (this.#waiting = resolve))
  }

  async #run(files?: readonly string[]): Promise<void> {
    const specifications = await this.#vitest?.globTestSpecifications(files && [...files])
    await this.#vitest?.rerunTestSpecifications(specifications ?? [], files === undefined)
  }

  #listen(): void {
    emitKeypressEvents(process.stdin)
    process.stdin.setRawMode(true)
    process.stdin.on('keypress', (text: string | undefined, key: Key) => void this.#press(text ?? '', key))
    process.stdin.on('end', () => void this.quit())
  }

  async #press(text: string, { ctrl, name }: Key): Promise<void> {
    if (ctrl && (name === 'c' || name === 'd')) return this.quit()
    this.#progress.seen()
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) return waiting(text.toLowerCase())
    const action = keys.get(text.toLowerCase())?.action
    try {
      if (action) await action(this)
      else if (!this.#running) this.say('This key does nothing. You can press these keys:')
    } catch (error) {
      this.say((error as Error).message)
    }
    if (!this.#running) this.#prompt()
  }

  #noteChange(path: string): void {
    const file = relative(root, path).replaceAll('\\', '/')
    if (!isWork(file)) return
    this.#lastChange = `${file} at ${new Date().toLocaleTimeString('en-GB')}`
  }

  #watchingFailed(error: unknown): void {
    this.say(
      `The kit cannot watch your files (${(error as Error).message}). Press r after saving, or quit and start "npx kit watch --poll".`,
    )
  }

  #prompt(): void {
    const remedy = this.#poll
      ? ''
      : ' If you save a file and nothing happens, quit and start "npx kit watch --poll".'
    const change = this.#lastChange
      ? `Last change seen: ${this.#lastChange}.`
      : `No change seen yet.${remedy}`
    // What a key shows is enough to read. The line on the last change comes again only when it is news.
    const news = change === this.#shownChange ? '' : `${wrapped('  ', styleText('dim', change))}\n`
    this.#shownChange = change
    console.log(`${news}${promptLine()}`)
  }
}

/**
 * Returns whether a file is the learner's work. Editors write other files beside it for a moment: `4913`,
 * `.layers.ts.swp`, `layers.ts~`, `.#layers.ts`, `layers.ts___jb_tmp___`.
 */
export const isWork = (file: string): boolean => /^assignments\/(?:.+\/)?[^/.#][^/#]*\.ts$/.test(file)
