import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { create } from 'tar'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { filesIn, HANDED_OUT_FILE, writeHandedOut } from '#kit/course/handed-out.ts'
import { Random } from '#kit/tensor/random.ts'
import { environmentOutsideVitest, kit, kitRoot, Learner } from '../commands/kit/learner.ts'
import { NewerKit } from '../commands/kit/update/newer-kit.ts'
import { temporaryFolder } from '../support/folders.ts'

const require = createRequire(import.meta.url)
const parent = temporaryFolder(afterAll)

type Contents = Map<string, string>

/** Everything in a folder, byte for byte. */
const contentsOf = (folder: string): Contents =>
  new Map(filesIn(folder).map((path) => [path, readFileSync(join(folder, path), 'latin1')]))

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text, 'latin1')
}

/** Finishes what a kill has interrupted, as kit/commands/start/guard.cjs does. @returns whether there was something */
function recover(folder: string): boolean {
  const script = join(folder, '.kit/update/now/finish.cjs')
  if (!existsSync(script)) return false
  delete require.cache[script]
  const { finish, isUnderWay } = require(script) as typeof import('#kit/commands/start/finish-update.cjs')
  expect(isUnderWay(folder)).toBe(false)
  finish(folder)
  return true
}

/**
 * Runs an action of the update in a process of its own. At one of its changes of files, the process kills itself as
 * "kill -9" does: what is being written is half written then.
 *
 * @param fatal - which of its changes that is; Infinity for none
 * @returns how many changes were made, or undefined if the process was killed
 */
async function runAndKill(action: string, fatal: number): Promise<number | undefined> {
  const script = `
    import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const { carryOut, undo } = await import(${JSON.stringify(join(kitRoot, 'kit/commands/kit/update/journal.ts'))})
    const { planUpdate } = await import(${JSON.stringify(join(kitRoot, 'kit/commands/kit/update/plan.ts'))})
    let changes = 0
    const die = () => process.kill(process.pid, 'SIGKILL')
    const half = (content) => content.slice(0, content.length / 2)
    const { writeFileSync, readFileSync } = fs
    const partly = {
      writeFileSync: (path, content) => writeFileSync(path, half(content)),
      copyFileSync: (from, to) => writeFileSync(to, half(readFileSync(from))),
    }
    for (const name of ['writeFileSync', 'copyFileSync', 'renameSync', 'unlinkSync', 'mkdirSync', 'rmdirSync', 'rmSync']) {
      const original = fs[name]
      fs[name] = (...args) => {
        if (++changes !== ${String(fatal)}) return original(...args)
        partly[name]?.(...args)
        die()
      }
    }
    syncBuiltinESMExports()
    ${action}
    console.log(changes)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: environmentOutsideVitest(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  expect(errors).toBe('')
  return signal === null ? Number(output) : undefined
}

describe('an update that is killed at any moment', () => {
  const FILES = 120
  const folders = ['assignments/1', 'assignments/2', 'checks/1', 'kit/a', 'kit/a/b', 'docs', '.vscode']
  const nameOf = (random: Random, i: number): string =>
    `${folders[random.uint32() % folders.length]}/${i}.${random.uint32() % 2 ? 'ts' : 'md'}`
  const linesOf = (random: Random, what: string): string =>
    Array.from({ length: 1 + (random.uint32() % 30) }, () => `${what} ${random.uint32()}`).join('\n')

  /** Makes three folders: what was handed out and then edited at random, what is handed out next, and the edits. */
  function draw(seed: number): { folder: string; fresh: string; own: string[] } {
    const random = new Random(seed)
    const [folder, fresh] = ['mine', 'fresh'].map((name) => join(parent, `${name} ${seed}`))
    onTestFinished(() => [folder, fresh].forEach((each) => rmSync(each, { recursive: true, force: true })))
    const chance = (oneIn: number): boolean => random.uint32() % oneIn === 0
    const given = Array.from({ length: FILES }, (_, i) => nameOf(random, i))
    for (const target of [folder, fresh]) {
      put(target, 'package.json', JSON.stringify({ name: 'kit', scripts: { a: 'a' }, version: target }))
      put(target, 'kit/commands/start/guard.cjs', '')
    }
    for (const path of given) {
      const text = linesOf(random, 'given')
      put(folder, path, text)
      if (!chance(8)) put(fresh, path, chance(2) ? linesOf(random, 'newer') : text)
    }
    for (let i = FILES; i < FILES + 10; i++) put(fresh, nameOf(random, i), linesOf(random, 'newer'))
    writeHandedOut(folder)
    writeHandedOut(fresh)
    const own: string[] = []
    for (let i = 0; i < 40; i++) {
      const path = chance(4) ? nameOf(random, FILES + (random.uint32() % 20)) : given[random.uint32() % FILES]
      const line = `mine ${random.uint32()} \xe9\xff`
      const before = existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'latin1') : ''
      put(folder, path, chance(2) ? `${before}${chance(3) ? '\r' : ''}\n${line}` : `${line}\n${before}`)
      own.push(line)
    }
    if (chance(4)) rmSync(join(folder, HANDED_OUT_FILE))
    if (chance(2)) put(folder, 'package.json', JSON.stringify({ name: 'mine', scripts: { a: 'b', c: 'c' } }))
    return { folder, fresh, own }
  }

  test('leaves the old or the new state, loses no line, and can be undone byte for byte', async () => {
    let [unfinished, undoing, unbegun] = [0, 0, 0]
    for (let seed = 0; seed < 25; seed++) {
      const { folder, fresh, own } = draw(seed)
      const before = contentsOf(folder)
      const expectNoLoss = (): void => {
        const all = [...contentsOf(folder).values()].join('\n')
        expect(own.filter((line) => !all.includes(line))).toEqual([])
      }
      const random = new Random(seed, 1)
      const updating = (target: string): string =>
        `carryOut(${JSON.stringify(target)}, 'update', planUpdate(${JSON.stringify(target)}, ${JSON.stringify(fresh)}).changes)`
      const undoIt = `undo(${JSON.stringify(folder)})`

      // The same update without a kill, to compare with.
      const whole = `${folder} whole`
      cpSync(folder, whole, { recursive: true })
      onTestFinished(() => rmSync(whole, { recursive: true, force: true }))
      const count = (await runAndKill(updating(whole), Infinity))!
      const after = contentsOf(whole)
      expect(after).not.toEqual(before)

      expect(await runAndKill(updating(folder), 1 + (random.uint32() % count))).toBeUndefined()
      expectNoLoss()
      if (recover(folder)) unfinished++
      const isNew = existsSync(join(folder, '.kit/update/last'))
      expect(contentsOf(folder)).toEqual(isNew ? after : before)
      if (!isNew) {
        unbegun++
        await runAndKill(updating(folder), Infinity)
      }
      expect(contentsOf(folder)).toEqual(after)

      await runAndKill(undoIt, 1 + (random.uint32() % count))
      expectNoLoss()
      if (recover(folder)) undoing++
      const isUndone = !existsSync(join(folder, '.kit/update/last'))
      expect(contentsOf(folder)).toEqual(isUndone ? before : after)
      if (!isUndone) await runAndKill(undoIt, Infinity)
      expect(contentsOf(folder)).toEqual(before)
    }
    // Otherwise nothing was tested.
    expect(Math.min(unfinished, undoing, unbegun)).toBeGreaterThan(5)
  })
})

describe('the command itself', () => {
  const newer = new NewerKit(join(parent, 'newer'))
  const check = 'checks/1-fully-connected/1-layers.check.ts'
  newer.change(check, (text) => `${text}// A corrected check.\n`)
  newer.change('kit/commands/kit.ts', (text) => `${text}// A newer kit.\n`)

  function learner(): Learner {
    const made = new Learner()
    onTestFinished(() => made.remove())
    return made
  }

  test('is finished by the next command, after it was killed at some moment', async () => {
    const { folder } = learner()
    const file = 'assignments/1-fully-connected/layers.ts'
    const mine = `// mine\n${readFileSync(join(folder, file), 'utf8')}`
    writeFileSync(join(folder, file), mine)
    const old = readFileSync(join(folder, check), 'utf8')
    for (let milliseconds = 400; ; milliseconds *= 1.5) {
      const child = spawn(process.execPath, ['kit/commands/kit.js', 'update', newer.folder], {
        cwd: folder,
        env: environmentOutsideVitest(),
        stdio: 'ignore',
      })
      setTimeout(() => child.kill('SIGKILL'), milliseconds)
      const [code] = (await once(child, 'close')) as [number | null]
      const first = kit(folder, ['next'])
      const second = kit(folder, ['next'])
      expect([first.status, second.status]).toEqual([first.output.includes('interrupted') ? 1 : 0, 0])
      expect(readFileSync(join(folder, file), 'utf8')).toBe(mine)
      const isNew = existsSync(join(folder, '.kit/update/last'))
      expect(readFileSync(join(folder, check), 'utf8')).toBe(isNew ? newer.read(check) : old)
      if (code === 0) break
      if (isNew) kit(folder, ['update', '--undo'])
    }
  })

  test('reads an archive, and a course without solutions stays one', async () => {
    const { folder } = learner()
    rmSync(join(folder, 'kit/solutions.pack'))
    put(folder, 'course.json', '{ "name": "CS 101", "points": { "1.1": 7 } }')
    const archive = join(parent, 'kit.tgz')
    await create(
      { file: archive, cwd: parent, gzip: true, filter: (path) => !path.includes('node_modules') },
      ['newer'],
    )
    expect(kit(folder, ['update', archive])).toMatchObject({ status: 0 })
    expect(readFileSync(join(folder, check), 'utf8')).toBe(newer.read(check))
    expect(existsSync(join(folder, 'kit/solutions.pack'))).toBe(false)
    const course = JSON.parse(readFileSync(join(folder, 'course.json'), 'utf8')) as unknown
    expect(course).toEqual({ name: 'CS 101', points: { '1.1': 7 } })
    // Its stubs are known without the solutions.
    put(folder, 'assignments/1-fully-connected/layers.ts', '// mine\n')
    expect(kit(folder, ['reset', 'layers', '--yes'])).toMatchObject({ status: 0 })
  })
})
