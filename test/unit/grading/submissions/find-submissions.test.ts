import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findSubmissions } from '#kit/grading/submissions/find-submissions.ts'
import { readSubmission } from '#kit/grading/submissions/read-submission.ts'
import { UserError } from '#kit/system/user-error.ts'
import { tgzOf } from '../../../support/archives.ts'
import { temporaryFolder, writeTree } from '../../../support/folders.ts'
import { CODE, fileOf, folderOf, LAYERS, readClass, readOnly, wholeWork, zipOfTree } from './support.ts'

const LOSSES = '1-fully-connected/losses.ts'

describe('a class in a folder', () => {
  test('with a folder for each learner', async () => {
    const path = folderOf({
      [`Jane Doe/assignments/${LAYERS}`]: CODE,
      [`Łukasz Żółć/my work/cnn/assignments/${LAYERS}`]: CODE,
      [`山田太郎/${LAYERS}`]: CODE,
      'notes of the teacher.txt': '',
    })
    expect(await readClass(path)).toEqual([
      ['Jane Doe', undefined, [LAYERS]],
      ['Łukasz Żółć', undefined, [LAYERS]],
      ['山田太郎', undefined, [LAYERS]],
    ])
    expect((await findSubmissions(path)).notes).toEqual([
      'These files belong to no learner and were left alone: notes of the teacher.txt.',
    ])
  })

  test('with a single folder', async () => {
    const path = folderOf({ [`jane/work/assignments/${LAYERS}`]: CODE })
    expect(await readClass(path)).toEqual([['jane', undefined, [LAYERS]]])
  })

  test('with an archive for each learner', async () => {
    const path = folderOf({
      'jane.zip': zipOfTree({ [`work/assignments/${LAYERS}`]: CODE }),
      'john.tar.gz': tgzOf([{ name: `assignments/${LAYERS}`, content: CODE }]),
      'kim.tgz': tgzOf([{ name: LAYERS, content: CODE }]),
      'lee.rar': 'Rar!',
    })
    expect(await readClass(path)).toEqual([
      ['jane', undefined, [LAYERS]],
      ['john', undefined, [LAYERS]],
      ['kim', undefined, [LAYERS]],
      ['lee', undefined, []],
    ])
  })

  test('with single files for each learner', async () => {
    const path = folderOf({ 'jane/layers.ts': CODE, 'jane/losses.ts': CODE, 'john/work/layers.ts': CODE })
    expect(await readClass(path)).toEqual([
      ['jane', undefined, [LAYERS, LOSSES]],
      ['john', undefined, [LAYERS]],
    ])
  })

  test('with learners who submitted nothing', async () => {
    const path = folderOf({ [`jane/${LAYERS}`]: CODE })
    mkdirSync(join(path, 'john'))
    expect(await readClass(path)).toEqual([
      ['jane', undefined, [LAYERS]],
      ['john', undefined, []],
    ])
  })

  test('without any submissions', async () => {
    expect(await findSubmissions(temporaryFolder())).toEqual({ submissions: [], notes: [] })
    expect((await findSubmissions(folderOf({ 'a.txt': '' }))).submissions).toEqual([])
  })
})

describe('the downloads of platforms', () => {
  test('Moodle, with folders', async () => {
    const files = {
      [`Jane Doe_1234567_assignsubmission_file_/${LAYERS}`]: CODE,
      'Jane Doe_1234567_assignsubmission_onlinetext_/onlinetext.html': '<p>Here it is</p>',
      'Jane Doe_1234568_assignsubmission_file/work.zip': zipOfTree({ [`work/assignments/${LAYERS}`]: CODE }),
      'Zoë Ñandú_1234569_assignsubmission_onlinetext_/onlinetext.html': '<p>I have nothing</p>',
    }
    const expected = [
      ['Jane Doe', '1234567', [LAYERS]],
      ['Jane Doe', '1234568', [LAYERS]],
      ['Zoë Ñandú', '1234569', []],
    ]
    expect(await readClass(folderOf(files))).toEqual(expected)
    expect(await readClass(fileOf('CNN-1-4567.zip', zipOfTree(files)))).toEqual(expected)
  })

  test('Moodle, without folders', async () => {
    const files = {
      'Jane Doe_1234567_assignsubmission_file_layers.ts': CODE,
      'Jane Doe_1234567_assignsubmission_file_losses.ts': CODE,
      'Kim Lee_1234568_assignsubmission_file_cnn.zip': zipOfTree({ [`cnn/assignments/${LAYERS}`]: CODE }),
    }
    const expected = [
      ['Jane Doe', '1234567', [LAYERS, LOSSES]],
      ['Kim Lee', '1234568', [LAYERS]],
    ]
    expect(await readClass(folderOf(files))).toEqual(expected)
    expect(await readClass(fileOf('class.zip', zipOfTree(files)))).toEqual(expected)
  })

  test('a class of one on Moodle', async () => {
    const files = { [`Jane Doe_1234567_assignsubmission_file_/${LAYERS}`]: CODE }
    expect(await readClass(fileOf('class.zip', zipOfTree(files)))).toEqual([
      ['Jane Doe', '1234567', [LAYERS]],
    ])
  })

  test('Canvas', async () => {
    const files = {
      'doejane_LATE_12345_67890_cnn-1.zip': zipOfTree({ [`cnn/assignments/${LAYERS}`]: CODE }),
      'leekim_12346_67891_layers-2.ts': CODE,
      'leekim_12346_67892_losses.ts': CODE,
    }
    const expected = [
      ['doejane', '12345', [LAYERS]],
      ['leekim', '12346', [LAYERS, LOSSES]],
    ]
    expect(await readClass(folderOf(files))).toEqual(expected)
    expect(await readClass(fileOf('submissions.zip', zipOfTree(files)))).toEqual(expected)
  })

  test('Blackboard, of which the last attempt counts', async () => {
    const first = 'Homework 1_jdoe_attempt_2026-11-29-18-24-36'
    const second = 'Homework 1_jdoe_attempt_2026-11-30-08-00-00'
    const namesake = 'Homework 1_b_jdoe_attempt_2026-11-28-10-00-00'
    const files = {
      [`${second}_layers.ts`]: CODE,
      [`${second}_losses.ts`]: CODE,
      [`${second}.txt`]: 'Name: Jane Doe (jdoe)',
      [`${first}_layers.ts`]: 'export {}',
      [`${first}.txt`]: 'Name: Jane Doe (jdoe)',
      [`${namesake}_cnn.zip`]: zipOfTree({ [`cnn/assignments/${LAYERS}`]: CODE }),
      'Homework 1_klee_attempt_2026-11-28-11-00-00.txt': 'There are no student comments for this assignment.',
      // The name of the file is the learner's own.
      [`${second}_Homework 1_klee_attempt_2026-12-31-00-00-00_adam.ts`]: CODE,
    }
    const expected = [
      ['jdoe', 'jdoe', [LAYERS]],
      ['jdoe', 'jdoe', [LAYERS, LOSSES]],
      ['klee', 'klee', []],
    ]
    const archive = fileOf('gradebook_CNN_Homework1_2026-12-01-09-00-00.zip', zipOfTree(files))
    for (const path of [folderOf(files), archive])
      expect((await readClass(path)).map(String).toSorted()).toEqual(expected.map(String).toSorted())
  })

  test('Gradescope, also with two learners in a group', async () => {
    const metadata = [
      '---',
      'submission_301:',
      '  :submitters:',
      '  - :name: Jane Doe',
      "    :sid: '3001'",
      '    :email: jane@example.edu',
      '  - :name: "Kim Lee"',
      '    :sid: 3002',
      '  :score: 3.0',
      '  :results:',
      '    tests:',
      '    - name: A test',
      'submission_302:',
      '  :submitters:',
      '  - :name: Ana Núñez',
      '    :email: ana@example.edu',
    ]
    const files = {
      'assignment_77_export/submission_metadata.yml': metadata.join('\n'),
      [`assignment_77_export/submission_301/assignments/${LAYERS}`]: CODE,
      'assignment_77_export/submission_302/layers.ts': CODE,
      'assignment_77_export/submission_303/layers.ts': CODE,
    }
    const expected = [
      ['Ana Núñez', undefined, [LAYERS]],
      ['Jane Doe, Kim Lee', '3001, 3002', [LAYERS]],
      ['submission_303', undefined, [LAYERS]],
    ]
    expect(await readClass(fileOf('export.zip', zipOfTree(files)))).toEqual(expected)
    expect(await readClass(folderOf(files))).toEqual(expected)
  })
})

describe('one archive with all submissions', () => {
  test.each(['', 'class/'])('below the folder %o', async (folder) => {
    const files = {
      [`${folder}jane/assignments/${LAYERS}`]: CODE,
      [`${folder}john.zip`]: zipOfTree({ [`assignments/${LAYERS}`]: CODE }),
    }
    const expected = [
      ['jane', undefined, [LAYERS]],
      ['john', undefined, [LAYERS]],
    ]
    expect(await readClass(fileOf('class.zip', zipOfTree(files)))).toEqual(expected)
    const tarred = Object.entries(files).map(([name, content]) => ({ name, content }))
    expect(await readClass(fileOf('class.tgz', tgzOf(tarred)))).toEqual(expected)
  })
})

describe('a single submission', () => {
  test.each(['', 'cnn-work/', 'a/b/c/'])('below the folder %o', async (folder) => {
    const files = wholeWork(`${folder}assignments/`)
    const { submissions } = await findSubmissions(fileOf('jane.zip', zipOfTree(files)))
    expect(submissions.map(({ label, entry }) => [label, entry])).toEqual([['jane', undefined]])
    expect(await readSubmission(submissions[0])).toEqual({
      files: new Map(Object.entries(wholeWork(''))),
      notes: [],
    })
  })

  test('as a folder', async () => {
    const path = folderOf(wholeWork())
    const { files, notes } = await readOnly(path)
    expect([files, notes]).toEqual([new Map(Object.entries(wholeWork(''))), []])
    expect((await readOnly(join(path, 'assignments'))).files).toEqual(files)
  })

  test('as single files', async () => {
    const { files } = await readOnly(folderOf({ 'layers.ts': CODE, 'max-pool.ts': CODE }))
    expect([...files.keys()]).toEqual([LAYERS, '4-convolution/max-pool.ts'])
  })

  test('that is damaged is found, with a note', async () => {
    expect(await readOnly(fileOf('jane.zip', 'PK\x03\x04 and nothing else'))).toEqual({
      files: new Map(),
      notes: ['The zip archive is damaged and cannot be opened.', 'No file of the course was found.'],
    })
  })

  test('must be a folder or an archive', async () => {
    await expect(findSubmissions(join(temporaryFolder(), 'missing'))).rejects.toThrow(UserError)
    await expect(findSubmissions(fileOf('layers.ts', CODE))).rejects.toThrow(UserError)
  })
})

const hasGit = spawnSync('git', ['--version']).status === 0

describe.skipIf(!hasGit)('Git', () => {
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=J', '-c', 'user.email=j@example.com', '-C', folder, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const commit = (folder: string, files: Record<string, string>, branch = 'main'): void => {
    writeTree(folder, files)
    git(folder, 'init', '--quiet', '--initial-branch', branch)
    git(folder, 'add', '--all')
    git(folder, 'commit', '--quiet', '--message', 'work')
  }

  test('clones of a classroom, bare repositories, and repositories without files', async () => {
    const path = temporaryFolder()
    commit(join(path, 'cnn-jane-doe'), { [`assignments/${LAYERS}`]: CODE, 'notes.txt': '' })
    commit(join(path, 'cnn-kim'), { [`assignments/${LAYERS}`]: CODE, 'assignments/deep/ä.ts': CODE }, 'work')
    for (const name of ['assignments']) rmSync(join(path, 'cnn-kim', name), { recursive: true })
    git(path, 'clone', '--quiet', '--bare', '--no-local', 'cnn-jane-doe', 'cnn-ada.git')
    expect(await readClass(path)).toEqual([
      ['ada', 'ada', [LAYERS]],
      ['jane-doe', 'jane-doe', [LAYERS]],
      ['kim', 'kim', [LAYERS]],
    ])
    expect((await readOnly(join(path, 'cnn-ada.git'))).files.get(LAYERS)).toBe(CODE)
  })

  test('a repository whose settings and hooks would start programs starts none', async () => {
    const path = temporaryFolder()
    const repository = join(path, 'jane')
    commit(repository, { [`assignments/${LAYERS}`]: CODE, '.gitattributes': '*.ts filter=evil diff=evil' })
    rmSync(join(repository, 'assignments'), { recursive: true })
    rmSync(join(repository, '.gitattributes'))
    const mark = join(path, 'mark')
    // Git adds arguments.
    const evil = `touch '${mark}' #`
    for (const key of [
      'core.fsmonitor',
      'filter.evil.smudge',
      'diff.evil.textconv',
      'core.pager',
      'core.sshCommand',
    ]) {
      git(repository, 'config', key, evil)
    }
    git(repository, 'config', 'alias.cat-file', `!${evil}`)
    writeTree(join(repository, '.git/hooks'), { 'post-checkout': `#!/bin/sh\n${evil}\n` })
    git(repository, 'status')
    expect(existsSync(mark), 'Git itself starts the program').toBe(true)
    rmSync(mark)
    expect((await readOnly(repository)).files.get(LAYERS)).toBe(CODE)
    expect(existsSync(mark)).toBe(false)
    expect((await findSubmissions(path)).submissions.map(({ label }) => label)).toEqual(['jane'])
  })

  test('a bare repository whose default branch was never pushed', async () => {
    const path = temporaryFolder()
    commit(join(path, 'work'), { [`assignments/${LAYERS}`]: CODE })
    git(path, 'init', '--quiet', '--bare', '--initial-branch', 'trunk', 'jane.git')
    git(join(path, 'work'), 'push', '--quiet', join(path, 'jane.git'), 'main')
    const { files, notes } = await readOnly(join(path, 'jane.git'))
    expect(files.get(LAYERS)).toBe(CODE)
    expect(notes[0]).toBe('The default branch of the Git repository is empty, so its branch main was read.')
  })

  test('packed references, and hashes of the other kind', async () => {
    const path = temporaryFolder()
    const repository = join(path, 'jane')
    mkdirSync(repository)
    git(repository, 'init', '--quiet', '--object-format', 'sha256', '--initial-branch', 'main')
    commit(repository, { [`assignments/${LAYERS}`]: CODE })
    git(repository, 'gc', '--quiet')
    rmSync(join(repository, 'assignments'), { recursive: true })
    expect((await readOnly(repository)).files.get(LAYERS)).toBe(CODE)
  })

  test('without Git, a note says what to do', async () => {
    const path = temporaryFolder()
    commit(join(path, 'jane'), { [`assignments/${LAYERS}`]: CODE })
    rmSync(join(path, 'jane/assignments'), { recursive: true })
    const { PATH } = process.env
    process.env.PATH = temporaryFolder()
    onTestFinished(() => void (process.env.PATH = PATH))
    expect((await readOnly(join(path, 'jane'))).notes[0]).toBe(
      'It is a Git repository without files. Install Git, so that the grader can read it.',
    )
  })

  test('an empty, a damaged and a dependent repository each give a note', async () => {
    const path = temporaryFolder()
    git(path, 'init', '--quiet', '--bare', 'empty.git')
    commit(join(path, 'work'), { [`assignments/${LAYERS}`]: CODE })
    git(path, 'clone', '--quiet', '--bare', '--shared', 'work', 'shared.git')
    git(path, 'clone', '--quiet', '--bare', '--no-local', 'work', 'damaged.git')
    rmSync(join(path, 'damaged.git/objects'), { recursive: true })
    mkdirSync(join(path, 'damaged.git/objects'))
    const notes = await Promise.all(
      ['empty.git', 'damaged.git', 'shared.git'].map(
        async (name) => (await readOnly(join(path, name))).notes[0],
      ),
    )
    expect(notes).toEqual([
      'The Git repository has no commit that can be read.',
      'The Git repository is damaged or too large. It was not read.',
      'The Git repository is incomplete: it refers to another one. Clone it again, without --shared.',
    ])
  })

  test('the objects of another repository are not read through a link', async () => {
    const path = temporaryFolder()
    commit(join(path, 'kim'), { [`assignments/${LAYERS}`]: CODE })
    git(path, 'clone', '--quiet', '--bare', '--no-local', 'kim', 'jane.git')
    const pack = join(path, 'jane.git/objects/pack')
    renameSync(pack, join(path, 'pack'))
    symlinkSync(join(path, 'pack'), pack)
    const { files, notes } = await readOnly(join(path, 'jane.git'))
    expect(files.size).toBe(0)
    expect(notes[0]).toBe('The objects of the Git repository are links, or far too many. It was not read.')
  })

  test('links and submodules in a repository are not followed', async () => {
    const path = temporaryFolder()
    const repository = join(path, 'jane')
    commit(repository, { [`assignments/${LAYERS}`]: CODE })
    const blob = execFileSync('git', ['-C', repository, 'hash-object', '-w', '--stdin'], {
      input: '/etc/passwd',
    })
    const hash = blob.toString().trim()
    git(
      repository,
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${hash},assignments/1-fully-connected/losses.ts`,
    )
    const head = git(repository, 'rev-parse', 'HEAD').toString().trim()
    git(repository, 'update-index', '--add', '--cacheinfo', `160000,${head},assignments/3-dropout`)
    git(repository, 'commit', '--quiet', '--message', 'links')
    rmSync(join(repository, 'assignments'), { recursive: true })
    const { files, notes } = await readOnly(repository)
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe('assignments/1-fully-connected/losses.ts is a link and was left out.')
  })
})

describe('names', () => {
  test('are unique, also where a system ignores case and how accents are written', async () => {
    const zip = zipOfTree({
      [`Jane/${LAYERS}`]: CODE,
      [`jane/${LAYERS}`]: CODE,
      [`JANE.zip`]: zipOfTree({ [LAYERS]: CODE }),
      [`José/${LAYERS}`]: CODE,
      [`JOSÉ/${LAYERS}`]: CODE,
    })
    const { submissions } = await findSubmissions(fileOf('class.zip', zip))
    const names = submissions.map(({ name }) => name)
    expect(names).toHaveLength(5)
    expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase()))).toHaveProperty('size', 5)
  })

  test('can be those of files, and hide no characters', async () => {
    const zip = zipOfTree({
      [`CON/${LAYERS}`]: CODE,
      [`a<b>:"|?*/${LAYERS}`]: CODE,
      [`Jane\u202etxt\u0007/${LAYERS}`]: CODE,
      [`...   /${LAYERS}`]: CODE,
      [`${'é'.repeat(120)}/${LAYERS}`]: CODE,
    })
    const { submissions } = await findSubmissions(fileOf('class.zip', zip))
    expect(submissions.map(({ name }) => name).toSorted()).toEqual([
      'Janetxt',
      '_CON',
      'a-b------',
      'submission',
      'é'.repeat(60),
    ])
    expect(submissions.map(({ label }) => label)).toContain('Jane\\u{202e}txt\\u{0007}')
  })

  test('keep the joiners of Persian names and of emoji', async () => {
    const label = 'امیر\u200cعلی 👩\u200d🏫'
    const path = folderOf({ [`${label}/layers.ts`]: CODE })
    expect(await readClass(path)).toEqual([[label, undefined, [LAYERS]]])
  })
})
