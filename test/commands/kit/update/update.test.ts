import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { copyForLearner } from '#kit/commands/kit/init/learner-copy.ts'
import { filesIn } from '#kit/course/handed-out.ts'
import { kit, kitRoot, Learner } from '../learner.ts'
import { NewerKit } from './newer-kit.ts'
import { temporaryFolder } from '../../../support/folders.ts'

const LAYERS = 'assignments/1-fully-connected/layers.ts'
const LOSSES = 'assignments/1-fully-connected/losses.ts'
const CHECKS = 'checks/1-fully-connected/1-layers.check.ts'

const parent = temporaryFolder(afterAll)
const untouched = new Learner()
const newer = new NewerKit(join(parent, 'newer'))
afterAll(() => untouched.remove())

newer.change('package.json', (text) => text.replace('"version": "0.1.0"', '"version": "0.9.0"'))
newer.change(CHECKS, (text) => `${text}// A corrected check.\n`)
newer.changeStub('1-fully-connected/layers.ts', (text) => `${text}\n// TODO 1.17: Something new.\n`)
newer.changeStub('1-fully-connected/losses.ts', (text) => `// A better comment.\n${text}`)
newer.write('docs/new-page.md', '# New\n')
newer.remove('docs/speed.md')
newer.remove('docs/eight-tricks.md')

let copies = 0
/** A folder to update, as it was handed out. It is removed when the test ends. */
function learnerFolder(): string {
  const folder = join(parent, `learner ${++copies}`)
  cpSync(untouched.folder, folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
  symlinkSync(join(kitRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Everything in a folder, byte for byte. */
const contentOf = (folder: string): Map<string, string> =>
  new Map(filesIn(folder).map((path) => [path, readFileSync(join(folder, path), 'base64')]))

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8')

describe('kit update', () => {
  test('brings what is new, keeps what the learner has written, and can be undone byte for byte', () => {
    const folder = learnerFolder()
    const write = (path: string, text: string): void => writeFileSync(join(folder, path), text)
    write(LAYERS, `// my own layers\n${read(folder, LAYERS)}`)
    write(CHECKS, `// my own line\n${read(folder, CHECKS)}`)
    write('docs/eight-tricks.md', 'my notes\n')
    write('docs/new-page.md', 'my own page\n')
    write('assignments/1-fully-connected/notes.md', 'an answer\n')
    write('thesis.txt', 'all of it\n')
    const before = contentOf(folder)

    const { status, output } = kit(folder, ['update', newer.folder])
    expect({ status, output }).toMatchObject({ status: 0 })
    expect(output).toContain('This folder is now as in cnn-from-scratch 0.9.0')
    expect(output).toContain('\nNew: TODO 1.17.\nChanged: the checks of Part 1.\n')
    expect(output).toMatch(
      /yours stay.*\n {2}assignments\/1-fully-connected\/layers\.ts {2}layers\.ts\.new, with the new TODO 1\.17\n/,
    )
    expect(output).toMatch(
      /yours are beside them:\n {2}checks\S+ {2}1-layers\.check\.ts\.yours\n {2}docs\/new-page\.md {2}new-page\.md\.yours\n/,
    )
    expect(output).toMatch(/no longer has these files.*\n {2}docs\/eight-tricks\.md\n/)
    expect(output).not.toContain('npm ci')

    expect(read(folder, LAYERS)).toMatch(/^\/\/ my own layers\n/)
    expect(read(folder, `${LAYERS}.new`)).toContain('TODO 1.17')
    expect(read(folder, LOSSES)).toMatch(/^\/\/ A better comment/)
    expect(read(folder, CHECKS)).toBe(newer.read(CHECKS))
    expect(read(folder, `${CHECKS}.yours`)).toMatch(/^\/\/ my own line/)
    expect(read(folder, 'docs/eight-tricks.md.yours')).toBe('my notes\n')
    expect(existsSync(join(folder, 'docs/speed.md'))).toBe(false)
    expect(read(folder, 'docs/new-page.md.yours')).toBe('my own page\n')
    expect(read(folder, 'thesis.txt')).toBe('all of it\n')
    expect(kit(folder, ['--version']).output).toBe('0.9.0\n')

    expect(kit(folder, ['update', '--undo'])).toMatchObject({
      status: 0,
      output: 'The last update is undone.\nNo longer there: TODO 1.17.\n',
    })
    expect(contentOf(folder)).toEqual(before)
    expect(kit(folder, ['update', '--undo'])).toMatchObject({
      status: 1,
      output: 'There is no update to undo.\n',
    })
  })

  test('says which parts are new, and which are not there any more', () => {
    const [first, second] = [[1], [1, 3]].map((parts) => {
      const folder = join(parent, `course of ${parts.join(' and ')}`)
      copyForLearner(folder, { solutions: false, course: { parts }, release: true })
      symlinkSync(join(kitRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
      return folder
    })
    expect(kit(first, ['update', second]).output).toContain('\nNew: Part 3 (Dropout) with 4 TODOs.\n')
    expect(kit(first, ['status', '--all']).output).toContain('3.4')
    expect(kit(first, ['update', '--undo']).output).toBe(
      'The last update is undone.\nNo longer there: Part 3 (Dropout) with 4 TODOs.\n',
    )
    expect(kit(second, ['update', first]).output).toContain(
      '\nNo longer there: Part 3 (Dropout) with 4 TODOs.\n',
    )
    expect(kit(second, ['update', '--undo']).output).toContain(
      '\nThere again: Part 3 (Dropout) with 4 TODOs.\n',
    )
  })

  test('what cannot be a source, and what stands in the way, is said in a sentence', () => {
    const folder = learnerFolder()
    const say = (...args: string[]): string => {
      const { status, output } = kit(folder, ['update', ...args])
      expect(status).toBe(1)
      return output
    }
    writeFileSync(join(parent, 'broken.tgz'), 'no archive')
    expect(say()).toContain('Say either from where to update')
    expect(say('kit.zip')).toContain('Unpack kit.zip first')
    expect(say('../nowhere')).toContain('There is no folder or archive ../nowhere.')
    expect(say(tmpdir())).toContain('is not a kit')
    expect(say(join(parent, 'broken.tgz'))).toContain('broken.tgz cannot be read')
    expect(say('.')).toContain('cannot be updated from itself')
    expect(kit(kitRoot, ['update', newer.folder])).toMatchObject({
      status: 1,
      output: expect.stringContaining('This is the kit itself'),
    })
  })
})
