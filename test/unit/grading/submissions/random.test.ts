import fc from 'fast-check'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COURSE_FILES } from '#kit/grading/submissions/course-files.ts'
import { findSubmissions } from '#kit/grading/submissions/find-submissions.ts'
import { readSubmission } from '#kit/grading/submissions/read-submission.ts'
import { tarOf, tgzOf, zipOf } from '../../../support/archives.ts'
import { temporaryFolder, writeTree } from '../../../support/folders.ts'
import { zipOfTree } from './support.ts'

/** A name as learners, platforms and attackers give it. */
const name = fc.oneof(
  fc.constantFrom(
    'assignments',
    '1-fully-connected',
    '3-dropout',
    'layers.ts',
    'dropout.ts',
    'layers-1.ts',
    'Layers.ts',
  ),
  fc.constantFrom(
    'work.zip',
    'a.tgz',
    'submission_metadata.yml',
    'doe_LATE_1_2_layers.ts',
    'J D_1_assignsubmission_file_',
  ),
  fc.constantFrom(
    '..',
    '.',
    '',
    'C:',
    'CON',
    'nul.txt',
    ' ',
    '...',
    '-x',
    'é',
    'e\u0301',
    'É',
    '\u202e',
    '\0',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'))
const text = fc.oneof(
  fc.constantFrom('export {}', `import './layers.ts'`, `import '../../../x.ts'`, `import '#work/a.ts'`),
  fc.string({ unit: 'binary' }),
)
const content = fc.oneof(
  text.map((code) => Buffer.from(code)),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  text.map((code) => zipOfTree({ [`assignments/${COURSE_FILES[0]}`]: code })),
)
const files = fc.array(fc.record({ name: path, content }), { maxLength: 12 })

/** Finds and reads everything in a path. @returns what is wrong with the result */
async function faultsOf(source: string): Promise<string[]> {
  const { submissions } = await findSubmissions(source)
  const keys = submissions.map(({ name: own }) => own.normalize('NFC').toLowerCase())
  const faults = new Set(keys).size < keys.length ? [`names twice: ${keys.join(', ')}`] : []
  for (const found of submissions) {
    const { files: read, notes } = await readSubmission(found)
    const wrong = [
      ...[found.name].filter((own) => !SAFE_NAME.test(own) || Buffer.byteLength(own) > 250),
      ...[...read.keys()].filter((file) => file.split('/').some((part) => ['', '.', '..'].includes(part))),
      ...[...read.keys()].filter((file) => /^[a-z]:|[\\\p{Cc}]/iu.test(file)),
      ...[found.label, ...notes].filter((shown) => DECEIVING.test(shown)),
      ...notes.filter((note) => !note.endsWith('.')),
    ]
    faults.push(...wrong.map((fault) => JSON.stringify(fault)))
  }
  return faults
}

const SAFE_NAME = /^(?![ .-])[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}]+(?<![ .])$/u
const DECEIVING = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/u

/** Runs a property on new paths, each in a folder of its own. */
async function forAll<Value>(
  values: fc.Arbitrary<Value>,
  numRuns: number,
  property: (value: Value, path: string) => Promise<void>,
): Promise<void> {
  const root = temporaryFolder()
  let count = 0
  const check = fc.asyncProperty(values, (value) => property(value, join(root, String(count++))))
  await fc.assert(check, { numRuns })
}

test('random zip archives', async () => {
  await forAll(files, 80, async (entries, folder) => {
    writeFileSync(`${folder}.zip`, zipOf(entries))
    expect(await faultsOf(`${folder}.zip`)).toEqual([])
  })
})

test('random tar archives', async () => {
  await forAll(files, 50, async (entries, folder) => {
    writeFileSync(`${folder}.tgz`, tgzOf(entries.filter((entry) => entry.name !== '')))
    expect(await faultsOf(`${folder}.tgz`)).toEqual([])
  })
})

test('random folders', async () => {
  await forAll(files, 50, async (entries, folder) => {
    mkdirSync(folder)
    for (const entry of entries) writeIfPossible(folder, entry.name, entry.content)
    expect(await faultsOf(folder)).toEqual([])
  })
})

/** Some names are not allowed, and a file cannot have the name of a folder. */
function writeIfPossible(folder: string, file: string, bytes: Buffer): void {
  if (file.split('/').includes('..')) return
  try {
    writeTree(folder, { [file]: bytes })
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code) throw error
  }
}

const damage = fc.record({
  bytes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 6 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})

/** Changes single bytes of an archive, most of them near its end, where a zip archive has its directory. */
function damaged(
  archive: Buffer,
  { bytes, cut }: typeof damage extends fc.Arbitrary<infer Value> ? Value : never,
): Buffer {
  const copy = Buffer.from(archive)
  for (const [share, byte] of bytes) {
    const isNearEnd = byte % 2 === 0
    const from = isNearEnd ? Math.max(0, copy.length - 200) : 0
    copy[from + Math.floor(share * (copy.length - 1 - from))] = byte
  }
  return copy.subarray(0, cut === null ? copy.length : Math.floor(cut * copy.length))
}

test.each([
  ['zip', zipOf],
  ['tar', tarOf],
  ['tgz', tgzOf],
] as const)('damaged archives: %s', async (ending, archiveOf) => {
  const whole = archiveOf(
    COURSE_FILES.map((file) => ({ name: `jane/${file}`, content: `export const a = '${file}'` })),
  )
  await forAll(damage, 80, async (how, folder) => {
    writeFileSync(`${folder}.${ending}`, damaged(whole, how))
    expect(await faultsOf(`${folder}.${ending}`)).toEqual([])
  })
})

test('a folder and an archive of it give the same', async () => {
  const safeName = fc.constantFrom(
    'assignments',
    '1-fully-connected',
    '3-dropout',
    'layers.ts',
    'losses.ts',
    'dropout.ts',
    'a',
    'ä.ts',
  )
  const tree = fc.dictionary(
    fc.array(safeName, { minLength: 1, maxLength: 4 }).map((names) => names.join('/')),
    text,
  )
  await forAll(tree, 30, async (texts, folder) => {
    mkdirSync(folder)
    const written = Object.entries(texts).filter(
      ([file]) => !Object.keys(texts).some((other) => other.startsWith(`${file}/`)),
    )
    writeTree(folder, Object.fromEntries(written))
    writeFileSync(`${folder}.zip`, zipOfTree(Object.fromEntries(written)))
    expect(await readSubmission({ source: `${folder}.zip` })).toEqual(
      await readSubmission({ source: folder }),
    )
    rmSync(folder, { recursive: true })
  })
})
