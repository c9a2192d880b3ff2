import { spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { keys, promptLine } from '../../../kit/commands/kit/watch/watch-keys.ts'
import { Learner, environmentOutsideVitest } from './learner.ts'

/** Splits terminal output into lines without colours. */
const linesOf = (text: string): string[] => stripVTControlCharacters(text).split(/\r?\n/)

describe.skipIf(spawnSync('script', ['--version']).status !== 0)('on a terminal of 80 columns', () => {
  const learner = new Learner()
  afterAll(() => learner.remove())
  const explanation =
    'Wrong answer: Each column of out is off by a constant: a term that is the same in all rows is missing, or should not be there.'
  const doneOn = '2026-05-04T10:00:00.000Z'
  learner.record({ '1.1': { state: 'wrong', doneOn, failure: { check: 'some check', explanation } } })

  /** Returns the output of `kit` on a terminal, which `script` on Linux provides. */
  function kit(command: string, env: NodeJS.ProcessEnv = {}): string[] {
    const line = `stty cols 80 rows 24; "${process.execPath}" kit/commands/kit.js ${command}`
    const { stdout } = spawnSync('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
      cwd: learner.folder,
      encoding: 'utf8',
      env: { ...environmentOutsideVitest(), TERM: 'xterm', NO_COLOR: '1', ...env },
    })
    return linesOf(stdout)
  }

  test.each(['status', 'status --all', 'next', 'hint', 'solution 1.2'])(
    'kit %s breaks no word',
    (command) => {
      const lines = kit(command)
      expect(lines.length).toBeGreaterThan(2)
      expect(lines.filter((line) => line.length > 80)).toEqual([])
    },
  )

  test('what is wrong goes on below its beginning', () => {
    const lines = kit('status')
    const row = lines.findIndex((line) => line.includes('✗ 1.1'))
    const column = lines[row].indexOf('broken again')
    expect(lines[row + 1]).toMatch(new RegExp(`^ {${column}}\\S`))
    expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain(explanation.replace('Wrong answer: ', ''))
  })

  test('a console without Unicode gets ASCII alone', () => {
    const lines = kit('status', { TERM: 'linux' })
    expect(lines.join('\n')).toMatch(/x 1\.1 +affineForward/)
    expect(lines.join('')).toMatch(/^[ -~]+$/)
  })

  describe('a failure', () => {
    beforeAll(() =>
      learner.solve('1-fully-connected/layers.ts', '1.1', 'return { out: x, cache: { x, w, b } }'),
    )

    test('the line above it breaks no word', () => {
      const lines = kit('check 1.1')
      const row = lines.findIndex((line) => line.startsWith(' FAIL '))
      const end = lines.findIndex((line) => line.startsWith('Wrong '))
      expect(lines.slice(row, end).filter((line) => line.length > 80)).toEqual([])
      expect(end).toBeGreaterThan(row)
    })

    test('VS Code, which makes a problem of it, has it in one line', () => {
      const { tasks } = JSON.parse(learner.read('.vscode/tasks.json')) as {
        tasks: { command: string; problemMatcher: { pattern: { regexp: string } } }[]
      }
      const { pattern } = tasks.find(({ command }) => command === 'npx vitest run')!.problemMatcher
      const lines = kit('check 1.1', { TERM_PROGRAM: 'vscode' })
      const [, file, , sentence] = lines.flatMap((line) => new RegExp(pattern.regexp).exec(line) ?? [])
      expect(file).toBe('assignments/1-fully-connected/layers.ts')
      expect(sentence).toMatch(/^TODO 1\.1, affineForward: .*\.$/)
      expect(sentence.length).toBeGreaterThan(40)
    })
  })
})

describe('kit watch on 80 columns and 24 rows', () => {
  const { columns, rows } = process.stdout
  const resize = (width: number, height: number): void => {
    Object.assign(process.stdout, { columns: width, rows: height })
  }
  const list = async (): Promise<string[]> => {
    let said = ''
    await keys.get('l')!.action({
      say: (text) => (said = text),
      check: () => {},
      quit: async () => {},
      nextKey: async () => '',
    })
    return linesOf(said)
  }

  test('the keys break between two of them', () => {
    onTestFinished(() => resize(columns, rows))
    resize(80, 24)
    const lines = linesOf(promptLine())
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    for (const { label } of keys.values()) expect(lines.some((line) => line.includes(label))).toBe(true)
  })

  test('the list leaves room for the keys', async () => {
    onTestFinished(() => resize(columns, rows))
    resize(80, 24)
    const short = await list()
    expect(short.length).toBeLessThanOrEqual(18)
    expect(Math.max(...short.map((line) => line.length))).toBeLessThanOrEqual(80)
    resize(200, 200)
    expect((await list()).length).toBeGreaterThan(60)
  })
})
