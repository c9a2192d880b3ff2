import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { declarationProblems, solutionProblems, stubProblems } from '#kit/course/check-problems.ts'
import { cutStubs, type SourceTree } from '#kit/course/cut-stubs.ts'
import { hints } from '#kit/course/hints/index.ts'
import { manifestProblems, readFiles } from '#kit/course/manifest-problems.ts'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { TemporaryKit } from '../../support/temporary-kit.ts'
import { root } from '#kit/system/root.ts'

const files = withFreshStubs(readFiles(root))

/** Returns the files of this checkout with untouched stubs, without files that a learner may have added. */
function withFreshStubs(all: SourceTree): SourceTree {
  const given = [...all].filter(([file]) => !file.startsWith('assignments/') || file.endsWith('README.md'))
  const solutions = [...all]
    .filter(([file]) => /^solutions\/.*\.ts$/.test(file))
    .map(([file, text]) => [file.slice('solutions/'.length), text] as const)
  const stubs = cutStubs(new Map(solutions)).stubs
  return new Map([...given, ...[...stubs].map(([file, text]) => [`assignments/${file}`, text] as const)])
}

/** Returns the files with one of them changed. A file that becomes undefined is removed. */
function changed(file: string, change: (text: string) => string | undefined): SourceTree {
  const others = new Map(files)
  const text = change(files.get(file) ?? '')
  if (text === undefined) others.delete(file)
  else others.set(file, text)
  return others
}

test('the manifest, the files and the hints belong together', () => {
  expect(manifestProblems(files)).toEqual([])
})

test("a learner's notes are not in the way", () => {
  expect(manifestProblems(changed('assignments/3-dropout/notes.md', () => '# Mine\n'))).toEqual([])
})

test('check files that are sorted by name are in the order of the course', () => {
  const checks = manifest.flatMap(({ todos }) => [...new Set(todos.map((todo) => todo.checks))])
  expect(checks.toSorted()).toEqual(checks)
})

describe('npm run manifest says in a sentence that', () => {
  const layers = '1-fully-connected/layers.ts'
  test.for<[string, SourceTree, string]>([
    [
      'a region is gone',
      changed(`solutions/${layers}`, (text) => text.replaceAll(/.*(BEGIN|END) SOLUTION 1\.3\n/g, '')),
      `TODO 1.3 should be in solutions/${layers}, but its region is nowhere.`,
    ],
    [
      'a region is not the one of the manifest',
      changed(`solutions/${layers}`, (text) => text.replaceAll(/(TODO|SOLUTION) 1\.4\b/g, '$1 1.99')),
      'the manifest has no TODO 1.99.',
    ],
    [
      'a region is damaged',
      changed(`solutions/${layers}`, (text) => text.replace('END SOLUTION 1.4', 'END SOLUTION 1.5')),
      'END SOLUTION 1.5 ends region 1.4; the two numbers must be the same.',
    ],
    [
      'a stub is filled in',
      changed(`assignments/${layers}`, (text) =>
        text.replace("throw new NotImplementedError('1.1')", 'return'),
      ),
      `TODO 1.1 has no stub in assignments/${layers}. Run "npm run stubs"`,
    ],
    [
      'a section of a handout is gone',
      changed('assignments/1-fully-connected/README.md', (text) =>
        text.replace('## 1.11 TwoLayerNet: parameters', ''),
      ),
      'TODO 1.11 has no section in assignments/1-fully-connected/README.md with the anchor #111-twolayernet-parameters.',
    ],
    [
      'a check file is gone',
      changed('checks/3-dropout/1-dropout.check.ts', () => undefined),
      'TODO 3.1 has no checks, because there is no file checks/3-dropout/1-dropout.check.ts.',
    ],
    [
      'a stub has no solution',
      changed('assignments/1-fully-connected/mine.ts', () => ''),
      'assignments/1-fully-connected/mine.ts does not belong to anything',
    ],
    [
      'a solution has no TODO',
      changed('solutions/3-dropout/old.ts', () => ''),
      'solutions/3-dropout/old.ts does not belong to anything',
    ],
    [
      'a check file has no TODO',
      changed('checks/3-dropout/3-old.check.ts', () => ''),
      'checks/3-dropout/3-old.check.ts does not belong to anything',
    ],
  ])('%s', ([, broken, sentence]) => {
    expect(manifestProblems(broken).join('\n')).toContain(sentence)
  })

  const { levels } = hints['1.1']
  const solution =
    'const rows = x.reshape([x.shape[0], -1])\nconst out = add(matmul(rows, w), b)\nreturn { out, cache: { x, w } }'
  test.for<[string, unknown, string]>([
    ['hints are missing', undefined, 'TODO 1.1 has no hints.'],
    ['a level is missing', { levels: levels.slice(1) }, 'TODO 1.1 should have three levels of hints.'],
    ['a hint is empty', { levels: [levels[0], ' ', levels[2]] }, 'TODO 1.1 has an empty hint.'],
    [
      'two hints are the same',
      { levels: [levels[0], levels[1], levels[1]] },
      'TODO 1.1 has the same hint twice.',
    ],
    [
      'a hint gives everything away',
      { levels: [levels[0], levels[1], `Write ${solution}`] },
      'TODO 1.1 has a hint that is the whole solution.',
    ],
  ])('%s', ([, given, sentence]) => {
    const broken = { ...hints, '1.1': given } as typeof hints
    expect(manifestProblems(files, manifest, broken)).toContain(sentence)
  })

  test('hints have no TODO', () => {
    expect(manifestProblems(files, manifest, { ...hints, '1.99': hints['1.1'] })).toEqual([
      'There are hints for TODO 1.99, which is not in the manifest.',
    ])
  })

  const checkOf = (id: string) => ({
    file: findTodo(id).checks,
    name: `${id} > holds`,
    todo: id,
    state: 'passed',
  })
  const all = manifest.flatMap(({ todos }) => todos.map(({ id }) => checkOf(id)))

  test('a TODO has no check, or has it elsewhere, or a check has no TODO', () => {
    expect(declarationProblems(all)).toEqual([])
    expect(declarationProblems(all.slice(1))).toEqual([
      'TODO 1.1 has no check in checks/1-fully-connected/1-layers.check.ts.',
    ])
    expect(declarationProblems([...all, { ...all[0], file: 'checks/x.check.ts' }])).toEqual([
      'checks/x.check.ts: "1.1 > holds" should be in checks/1-fully-connected/1-layers.check.ts, as the manifest says.',
    ])
    expect(declarationProblems([...all, { ...all[0], todo: undefined }])[0]).toContain(
      'does not belong to any TODO',
    )
  })

  test('a check passes, fails or does not run on a stub', () => {
    const untouched = { ...all[0], state: 'skipped', open: '1.1' }
    expect(stubProblems([untouched])).toEqual([])
    expect(stubProblems([all[0]])[0]).toContain('should not start on a stub, but passes.')
    expect(stubProblems([{ ...all[0], state: 'failed', message: 'NaN\nmore' }])[0]).toMatch(
      /but failed: NaN$/,
    )
    expect(stubProblems([{ ...all[0], state: 'pending' }])[0]).toContain('but did not run.')
  })

  test('a check fails or does not start on a solution', () => {
    expect(solutionProblems(all)).toEqual([])
    expect(solutionProblems([{ ...all[0], state: 'failed', message: 'NaN' }])[0]).toMatch(
      /layers\.check\.ts: "1\.1 > holds" should pass on the solution, but failed: NaN$/,
    )
    expect(solutionProblems([{ ...all[0], state: 'skipped', open: '1.2' }])[0]).toContain(
      'waits for TODO 1.2.',
    )
  })
})

test('the command compares this very kit, and ends with 1 and a sentence if something is wrong', () => {
  const kit = new TemporaryKit()
  for (const { folder } of manifest) {
    const handout = `assignments/${folder}/README.md`
    kit.write(handout, files.get(handout)!)
  }
  kit.write('checks/.DS_Store', 'left there by the operating system')
  expect(run(kit.root)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(`All ${Object.keys(hints).length} TODOs have`),
  })
  kit.fill('1.2')
  expect(run(kit.root)).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^TODO 1\.2 has no stub in assignments\/1-fully-connected\/layers\.ts\. .*\n$/,
    ),
  })
  rmSync(join(kit.root, 'solutions'), { recursive: true })
  expect(run(kit.root)).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The manifest cannot be compared with the files: .*solutions.*\n$/),
  })
})

/** Runs the command in a folder without running the checks. */
function run(cwd: string): { status: number | null; stdout: string; stderr: string } {
  const command = join(cwd, 'kit/commands/authors/manifest.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, '--no-run'], {
    cwd,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}
