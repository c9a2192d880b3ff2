import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, posix } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { COURSE_FILES } from '#kit/grading/submissions/course-files.ts'
import { LIMITS } from '#kit/grading/submissions/limits.ts'
import { readSubmission } from '#kit/grading/submissions/read-submission.ts'
import { tarOf, tgzOf, zipOf } from '../../../support/archives.ts'
import { temporaryFolder, writeTree } from '../../../support/folders.ts'
import { CODE, fileOf, folderOf, LAYERS, readOnly, wholeWork, zipOfTree } from './support.ts'

const LOSSES = '1-fully-connected/losses.ts'
const DROPOUT = '3-dropout/dropout.ts'

/** The whole work with some other files, and without those that are undefined. */
const workWith = (changes: Record<string, string | Buffer | undefined>): Record<string, string | Buffer> =>
  Object.fromEntries(
    Object.entries({ ...wholeWork(), ...changes }).flatMap(([path, text]) =>
      text === undefined ? [] : [[path, text]],
    ),
  )

const notesOf = async (path: string): Promise<string[]> => (await readOnly(path)).notes

describe('what is missing, changed or extra', () => {
  test('missing files are named in one sentence, whole parts first', async () => {
    const path = folderOf({ [`assignments/${LAYERS}`]: CODE, [`assignments/${LOSSES}`]: CODE })
    expect(await notesOf(path)).toEqual([
      'Missing: all of Part 2, all of Part 3, all of Part 4, all of Part 5, all of Part 6, ' +
        '1-fully-connected/optimizers.ts, 1-fully-connected/two-layer-net.ts and 1-fully-connected/fully-connected-net.ts.',
    ])
    expect(await notesOf(folderOf(workWith({ [`assignments/${DROPOUT}`]: undefined })))).toEqual([
      'Missing: all of Part 3.',
    ])
    expect(await notesOf(folderOf({ 'README.md': '', 'work/a.txt': '' }))).toEqual([
      'No file of the course was found.',
    ])
  })

  test('edited checks and files of the kit are ignored, with a note', async () => {
    const given = (path: string): string =>
      readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8')
    const check = 'checks/1-fully-connected/1-layers.check.ts'
    const files = {
      [check]: given(check).replaceAll('\n', '\r\n'),
      'kit/course/manifest.ts': given('kit/course/manifest.ts'),
      'kit/own.ts': CODE,
    }
    expect(await notesOf(folderOf(workWith(files)))).toEqual([])
    const edited = workWith({ ...files, [check]: CODE })
    expect(await notesOf(folderOf(edited))).toEqual([`${check} was edited. The grader uses its own.`])
    expect((await readOnly(folderOf(edited))).files).toEqual(new Map(Object.entries(wholeWork(''))))
    expect(await notesOf(fileOf('jane.zip', zipOfTree({ ...edited, 'vitest.config.cjs': '' })))).toEqual([
      `${check} and vitest.config.cjs differ from those of the grader. The grader uses its own.`,
    ])
  })

  test('files of the learner that the others import are taken', async () => {
    const files = {
      [`assignments/${LAYERS}`]: `import { sum } from './helpers/sum.ts'\nexport * from '#work/shared.ts'\n`,
      'assignments/1-fully-connected/helpers/sum.ts': `import '../../deeper.ts'\nimport '../../../checks/a.ts'\n`,
      'assignments/shared.ts': CODE,
      'assignments/deeper.ts': CODE,
      'assignments/unused.ts': CODE,
      'checks/a.ts': CODE,
    }
    const { files: read, notes } = await readOnly(folderOf(workWith(files)))
    const added = ['1-fully-connected/helpers/sum.ts', 'deeper.ts', 'shared.ts']
    expect([...read.keys()].filter((file) => !(file in wholeWork(''))).toSorted()).toEqual(added)
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/^The learner added files of their own: /)
  })

  test('files that cannot be written beside the others are left out', async () => {
    const names = [
      './layers.ts/one.ts',
      './LAYERS.ts/two.ts',
      './notes.md/three.ts',
      './README.md/four.ts',
      `./${'ü'.repeat(150)}.ts`,
      './aux.ts',
      './dot./five.ts',
      './fine/six.ts',
    ]
    const files = [
      { name: `assignments/${LAYERS}`, content: names.map((name) => `import '${name}'`).join('\n') },
      ...names.flatMap((name) =>
        [posix.join('assignments/1-fully-connected', name), `assignments/${posix.basename(name)}`].map(
          (path) => ({
            name: path,
            content: CODE,
          }),
        ),
      ),
    ]
    const { files: read } = await readOnly(fileOf('jane.zip', zipOf(files)))
    expect([...read.keys()]).toEqual([LAYERS, '1-fully-connected/fine/six.ts'])
  })

  test('single files may import other ones', async () => {
    const files = { 'layers.ts': `import './sum.ts'`, 'sum.ts': CODE }
    expect([...(await readOnly(folderOf(files))).files.keys()]).toEqual([LAYERS, '1-fully-connected/sum.ts'])
  })

  test('there is a limit to the files of the learner', async () => {
    const next = (i: number): [string, string] => [`assignments/own-${i}.ts`, `import './own-${i + 1}.ts'`]
    const own = Object.fromEntries(Array.from({ length: LIMITS.ownFiles + 50 }, (_, i) => next(i)))
    const { files } = await readOnly(
      folderOf(workWith({ ...own, [`assignments/${LAYERS}`]: `import '../own-0.ts'` })),
    )
    expect([...files.keys()].filter((file) => file.startsWith('own-'))).toHaveLength(LIMITS.ownFiles)
  })

  test('notes on the questions are taken', async () => {
    const { files } = await readOnly(folderOf(workWith({ 'assignments/3-dropout/notes.md': '# My answers' })))
    expect(files.get('3-dropout/notes.md')).toBe('# My answers')
  })

  test('of several places the one with most files counts, and the note names it', async () => {
    const path = folderOf({
      ...wholeWork('b/assignments/'),
      ...wholeWork('solutions/'),
      [`a/old/${LAYERS}`]: CODE,
    })
    const { files, notes } = await readSubmission({ source: path })
    expect(files.get(LAYERS)).not.toBe(CODE)
    expect(notes).toEqual([
      'There are files of the course in b/assignments/ and a/old/. Those in b/assignments/ were taken.',
    ])
  })

  test('single files may have been numbered by a browser', async () => {
    const { files, notes } = await readOnly(
      folderOf({ 'layers.ts': 'old', 'layers-1.ts': 'older', 'layers (2).ts': CODE, 'losses-3.ts': CODE }),
    )
    expect(files).toEqual(
      new Map([
        [LAYERS, CODE],
        [LOSSES, CODE],
      ]),
    )
    expect(notes.slice(0, 2)).toEqual([
      'Of layers (2).ts, layers-1.ts and layers.ts, layers (2).ts was taken.',
      'Files with other names were taken: layers (2).ts as 1-fully-connected/layers.ts and losses-3.ts as 1-fully-connected/losses.ts.',
    ])
  })

  test('capital letters', async () => {
    const files = {
      'Assignments/1-Fully-Connected/Layers.ts': CODE,
      'Assignments/1-Fully-Connected/layers.ts': 'right',
    }
    const { files: read, notes } = await readOnly(fileOf('jane.zip', zipOfTree(files)))
    expect(read.get(LAYERS)).toBe('right')
    expect(notes[0]).toContain('1-Fully-Connected/layers.ts was taken.')
  })
})

describe('texts', () => {
  test('other encodings are converted, and line ends stay', async () => {
    const text = '// Größe\r\nexport const é = 1\r\n'
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
    const path = folderOf(
      workWith({
        [`assignments/${LAYERS}`]: `\ufeff${text}`,
        [`assignments/${LOSSES}`]: utf16,
        [`assignments/${DROPOUT}`]: Buffer.from(utf16).swap16(),
        'assignments/4-convolution/conv.ts': Buffer.from(text, 'latin1'),
      }),
    )
    const { files, notes } = await readOnly(path)
    for (const file of [LAYERS, LOSSES, DROPOUT, '4-convolution/conv.ts'])
      expect(files.get(file), file).toBe(text)
    expect(notes).toEqual([
      `Files that were not UTF-8 were converted: assignments/${LOSSES}, assignments/${DROPOUT} and assignments/4-convolution/conv.ts.`,
    ])
  })

  test('large and binary files are left out', async () => {
    const changes = {
      [`assignments/${LAYERS}`]: Buffer.alloc(10 * 2 ** 20, 'a'),
      [`assignments/${LOSSES}`]: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]),
    }
    for (const path of [folderOf(workWith(changes)), fileOf('jane.zip', zipOfTree(workWith(changes)))]) {
      const { files, notes } = await readOnly(path)
      expect([files.has(LAYERS), files.has(LOSSES), files.size]).toEqual([
        false,
        false,
        COURSE_FILES.length - 2,
      ])
      expect(notes).toEqual([
        `assignments/${LAYERS} is larger than 1 MB and was left out.`,
        `assignments/${LOSSES} is not text and was left out.`,
      ])
    }
  })
})

describe('hostile folders', () => {
  test('links are not followed, neither outside nor inside', async () => {
    const secret = fileOf('secret.ts', 'export const secret = 1')
    const path = folderOf({ [`assignments/${LAYERS}`]: CODE })
    symlinkSync(secret, join(path, `assignments/${LOSSES}`))
    symlinkSync(
      join(path, `assignments/${LAYERS}`),
      join(path, 'assignments/1-fully-connected/optimizers.ts'),
    )
    symlinkSync('/', join(path, 'assignments/3-dropout'))
    symlinkSync('..', join(path, 'assignments/loop'))
    const { files, notes } = await readOnly(path)
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(
      'assignments/3-dropout, assignments/loop, assignments/1-fully-connected/losses.ts and ' +
        'assignments/1-fully-connected/optimizers.ts are links and were left out.',
    )
  })

  test('a submission that is a link is not followed', async () => {
    const path = folderOf({ [`jane/${LAYERS}`]: CODE, 'kim/losses.ts': CODE })
    symlinkSync(temporaryFolder(), join(path, 'lee'))
    expect(await readSubmission({ source: join(path, 'lee') })).toEqual({
      files: new Map(),
      notes: ['The submission is a link, so nothing of it was read.'],
    })
  })

  test.skipIf(process.platform === 'win32')('pipes are not opened', async () => {
    const path = folderOf({ [`assignments/${LAYERS}`]: CODE })
    execFileSync('mkfifo', [join(path, `assignments/${LOSSES}`)])
    const { files, notes } = await readOnly(path)
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(`assignments/${LOSSES} is a device, a pipe or a socket and was left out.`)
  })

  test('a hard link is a file like others', async () => {
    const path = folderOf({ [`assignments/${LAYERS}`]: CODE })
    linkSync(join(path, `assignments/${LAYERS}`), join(path, `assignments/${LOSSES}`))
    expect((await readOnly(path)).files.get(LOSSES)).toBe(CODE)
  })

  test('a folder deeper than the limit is left alone', async () => {
    const path = folderOf({ [`assignments/${LAYERS}`]: CODE, [`${'d/'.repeat(60)}a.ts`]: CODE })
    expect((await notesOf(path))[0]).toBe(
      'Folders lie more than 32 deep. What is further down was not looked at.',
    )
  })

  test('names with characters that nobody sees', async () => {
    const path = folderOf({
      [`assignments/${LAYERS}`]: CODE,
      'assignments/1-fully-connected/losses\u202e.ts': CODE,
    })
    expect((await notesOf(path))[0]).toBe(
      'assignments/1-fully-connected/losses\\u{202e}.ts has invisible characters in its name and was left out.',
    )
  })

  test('accents as macOS writes them', async () => {
    const name = 'größe.ts'
    const files = {
      [`assignments/${name.normalize('NFD')}`]: CODE,
      [`assignments/${LAYERS}`]: `import '../${name}'`,
    }
    for (const path of [folderOf(files), fileOf('jane.zip', zipOfTree(files))]) {
      expect((await readOnly(path)).files.get(name)).toBe(CODE)
    }
  })
})

describe('hostile archives', () => {
  const layers = { name: `assignments/${LAYERS}`, content: CODE }
  const losses = `assignments/${LOSSES}`
  const readZip = (...args: Parameters<typeof zipOf>) => readOnly(fileOf('jane.zip', zipOf(...args)))
  const readTar = (...args: Parameters<typeof tarOf>) => readOnly(fileOf('jane.tgz', tgzOf(...args)))

  test.each([
    ['../', '../'],
    ['a/../../', 'a/../../'],
    ['/', '/'],
    ['C:/', 'C:/'],
    ['C:\\', 'C:/'],
    ['..\\', '../'],
  ])('paths that start with %s', async (start, shown) => {
    const { files, notes } = await readZip([layers, { name: `${start}${LOSSES}`, content: CODE }])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(`${shown}${LOSSES} has a path that leads out of the submission and was left out.`)
  })

  test('paths with backslashes, as old programs on Windows write them', async () => {
    const { files } = await readZip([{ name: layers.name.replaceAll('/', '\\'), content: CODE }])
    expect(files.get(LAYERS)).toBe(CODE)
  })

  test('paths in a tar archive that lead out', async () => {
    const { files, notes } = await readTar([layers, { name: `../${LOSSES}`, content: CODE }])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(`../${LOSSES} has a path that leads out of the submission and was left out.`)
  })

  test('links and devices in a zip archive', async () => {
    const { files, notes } = await readZip([
      layers,
      { name: losses, content: '/etc/passwd', mode: 0o120777 },
      { name: `assignments/${DROPOUT}`, mode: 0o020666 },
    ])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes.slice(0, 2)).toEqual([
      `${losses} is a link and was left out.`,
      `assignments/${DROPOUT} is a device, a pipe or a socket and was left out.`,
    ])
  })

  test('links, hard links and devices in a tar archive', async () => {
    const { files, notes } = await readTar([
      layers,
      { name: losses, type: 'SymbolicLink', linkpath: '/etc/passwd' },
      { name: 'assignments/1-fully-connected/optimizers.ts', type: 'Link', linkpath: layers.name },
      { name: `assignments/${DROPOUT}`, type: 'FIFO' },
    ])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes.slice(0, 2)).toEqual([
      `${losses} and assignments/1-fully-connected/optimizers.ts are links and were left out.`,
      `assignments/${DROPOUT} is a device, a pipe or a socket and was left out.`,
    ])
  })

  test('two files of the same name: the last one counts', async () => {
    const { files, notes } = await readZip([{ ...layers, content: 'first' }, layers])
    expect(files.get(LAYERS)).toBe(CODE)
    expect(notes[0]).toBe(`Of two files with the same name the last was taken: ${layers.name}.`)
  })

  test('a file that is protected with a password', async () => {
    const { files, notes } = await readZip([layers, { name: losses, content: CODE, encrypted: true }])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(`${losses} is protected with a password and was left out.`)
  })

  test('a file that is compressed in another way', async () => {
    const { notes } = await readZip([layers, { name: losses, content: CODE, method: 93 }])
    expect(notes[0]).toBe(`${losses} is compressed in a way that the grader does not know and was left out.`)
  })

  test('a file that unpacks to far more than the archive says', async () => {
    const bomb = deflateRawSync(Buffer.alloc(64 * 2 ** 20))
    const { files, notes } = await readZip([layers, { name: losses, size: 10, compressed: bomb }])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(`${losses} is larger than 1 MB and was left out.`)
  })

  test.each([
    ['a wrong checksum', { content: CODE, crc: 1 }],
    ['bytes that are no compressed data', { compressed: Buffer.from([7, 7, 7]) }],
    ['a place outside of the archive', { content: CODE, offset: 4_000_000_000 }],
    ['a length that reaches over the end', { content: CODE, method: 0, compressedSize: 1_000_000 }],
  ])('a file with %s', async (_, wrong) => {
    const { files, notes } = await readZip([layers, { name: losses, ...wrong }])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(`${losses} is damaged and was left out.`)
  })

  test('an archive that is cut off', async () => {
    expect(await notesOf(fileOf('jane.zip', zipOf([layers]).subarray(0, -30)))).toEqual([
      'The zip archive is damaged and cannot be opened.',
      'No file of the course was found.',
    ])
    const cut = tarOf([layers, { name: losses, content: CODE.repeat(1000) }]).subarray(0, 3000)
    const { files, notes } = await readOnly(fileOf('jane.tgz', gzipSync(cut)))
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes).toContain(`${losses} is damaged and was left out.`)
    const half = tgzOf([layers, { name: losses, content: randomBytes(100_000) }])
    expect(await notesOf(fileOf('jane.tgz', half.subarray(0, half.length / 2)))).toContain(
      'The tar archive is damaged. Only a part of it could be read.',
    )
  })

  test('an archive with more entries than it holds', async () => {
    const { files, notes } = await readZip([layers], 1000)
    expect(files.get(LAYERS)).toBe(CODE)
    expect(notes[0]).toBe('The zip archive is damaged. Only a part of it could be read.')
  })

  test('empty archives', async () => {
    expect(await notesOf(fileOf('jane.zip', zipOf([])))).toEqual(['No file of the course was found.'])
    expect(await notesOf(fileOf('jane.zip', ''))).toEqual([
      'The archive is an empty file.',
      'No file of the course was found.',
    ])
  })

  test('an archive in an archive is opened, but not one more', async () => {
    const inner = zipOfTree({ [layers.name]: CODE })
    expect((await readZip([{ name: 'work.zip', content: inner }])).files.get(LAYERS)).toBe(CODE)
    const deeper = await readZip([{ name: 'work.zip', content: zipOfTree({ 'work.zip': inner }) }])
    expect(deeper.files.size).toBe(0)
    expect(deeper.notes).toEqual(['No file of the course was found.'])
  })

  test('of several archives the last one with most files is taken', async () => {
    const path = folderOf({
      'cnn-1.zip': zipOfTree({ [layers.name]: 'old' }),
      'cnn-2.zip': zipOfTree({ [layers.name]: CODE }),
      'other.rar': 'Rar!',
    })
    const { files, notes } = await readSubmission({ source: path })
    expect(files.get(LAYERS)).toBe(CODE)
    expect(notes.slice(0, 2)).toEqual([
      'other.rar: The grader cannot open this kind of archive. Ask for a zip file.',
      'Of the archives cnn-2.zip and cnn-1.zip, cnn-2.zip was taken.',
    ])
  })

  test('an archive with the wrong ending, or of another kind', async () => {
    expect((await readOnly(fileOf('jane.zip', tgzOf([layers])))).files.get(LAYERS)).toBe(CODE)
    expect((await readOnly(fileOf('jane.tgz', zipOf([layers])))).files.get(LAYERS)).toBe(CODE)
    expect((await notesOf(fileOf('jane.rar', 'Rar!')))[0]).toBe(
      'The grader cannot open this kind of archive. Ask for a zip file.',
    )
  })

  test('an archive that is compressed twice is not unpacked a second time', async () => {
    expect((await notesOf(fileOf('jane.tgz', gzipSync(tgzOf([layers])))))[0]).toBe(
      'The tar archive is damaged and cannot be opened.',
    )
  })

  test('a tar archive that unpacks to far more than it is', async () => {
    const header = tarOf([{ name: losses, size: 2 ** 32 }]).subarray(0, 512)
    const zeros = gzipSync(Buffer.alloc(16 * 2 ** 20))
    // Parts that were compressed one by one make one stream.
    const bomb = Buffer.concat([
      gzipSync(tarOf([layers]).subarray(0, 1024)),
      gzipSync(header),
      ...Array(16).fill(zeros),
    ])
    const { files, notes } = await readOnly(fileOf('jane.tgz', bomb))
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes.slice(0, 2)).toEqual([
      'The tar archive is too large. Its end was not read.',
      `${losses} is larger than 1 MB and was left out.`,
    ])
  })

  test('paths that are far too long', async () => {
    const path = `${'a/'.repeat(600)}layers.ts`
    const { files, notes } = await readZip([layers, { name: path, content: CODE }])
    expect([...files.keys()]).toEqual([LAYERS])
    expect(notes[0]).toBe(`${path.slice(0, 40)}… has a path that is far too long and was left out.`)
  })

  test('names that are not UTF-8, and UTF-8 that is not said to be', async () => {
    const { files, notes } = await readZip([
      { name: Buffer.from('gr\x94sse.ts', 'latin1'), content: CODE, utf8: false },
      { name: 'größe.ts', content: CODE, utf8: false },
      { name: 'layers.ts', content: `import './grösse.ts'\nimport './größe.ts'` },
    ])
    expect([...files.keys()]).toEqual([LAYERS, '1-fully-connected/grösse.ts', '1-fully-connected/größe.ts'])
    expect(notes.some((note) => note.includes('grösse.ts'))).toBe(true)
  })

  test('code that no parser survives is only read', async () => {
    const code = `import './own.ts'\n${'('.repeat(900_000)}`
    expect((await readZip([{ name: 'layers.ts', content: code }])).files.get(LAYERS)).toBe(code)
  })
})

test('what belongs to tools is not looked at', async () => {
  const path = folderOf(
    workWith({ [`node_modules/a/assignments/${LAYERS}`]: CODE, [`__MACOSX/assignments/._layers.ts`]: '' }),
  )
  mkdirSync(join(path, '.git'))
  writeFileSync(join(path, '.DS_Store'), '')
  writeTree(path, { [`.git/assignments/${LAYERS}`]: CODE })
  expect(await readOnly(path)).toEqual({ files: new Map(Object.entries(wholeWork(''))), notes: [] })
})
