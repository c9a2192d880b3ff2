import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { findSubmissions } from '#kit/grading/submissions/find-submissions.ts'
import { LIMITS } from '#kit/grading/submissions/limits.ts'
import { readSubmission, type Submission } from '#kit/grading/submissions/read-submission.ts'
import { tarOf, tgzOf, zipOf } from '../../support/archives.ts'
import { temporaryFolder, writeTree } from '../../support/folders.ts'

const LAYERS = '1-fully-connected/layers.ts'
const layers = { name: `assignments/${LAYERS}`, content: 'export {}' }
const TOO_MANY = 'There are far too many files and folders. Not all of them were looked at.'

/** Reads a submission, and returns the seconds that it took. */
async function timed(path: string): Promise<Submission & { seconds: number }> {
  const start = performance.now()
  const { submissions } = await findSubmissions(path)
  const read = await readSubmission(submissions[0])
  return { ...read, seconds: (performance.now() - start) / 1000 }
}

test('a zip archive with a million entries', async () => {
  const path = join(temporaryFolder(), 'jane.zip')
  const many = Array.from({ length: 1_000_000 }, () => ({ name: 'a.ts', offset: 0, method: 0 }))
  writeFileSync(path, zipOf([layers, ...many]))
  const { files, notes, seconds } = await timed(path)
  expect([...files.keys()]).toEqual([LAYERS])
  expect(notes[0]).toBe(TOO_MANY)
  expect(seconds).toBeLessThan(60)
})

test('a tar archive with a million entries', async () => {
  const path = join(temporaryFolder(), 'jane.tgz')
  const many = Array.from({ length: 10_000 }, (_, i) => ({ name: `assignments/${i}.txt` }))
  writeFileSync(path, tgzOf([layers, ...Array.from({ length: 100 }, () => many).flat()]))
  const { files, notes, seconds } = await timed(path)
  expect([...files.keys()]).toEqual([LAYERS])
  expect(notes).toContain(TOO_MANY)
  expect(seconds).toBeLessThan(60)
})

test('a folder with more files than the limit', async () => {
  const path = temporaryFolder()
  writeTree(path, { [layers.name]: layers.content })
  for (let i = 0; i < 5 * LIMITS.children; i++) closeSync(openSync(join(path, `file-${i}`), 'w'))
  const { files, notes, seconds } = await timed(path)
  expect([...files.keys()]).toEqual([LAYERS])
  expect(notes[0]).toBe('There are too many files in a folder. Not all were looked at.')
  expect(seconds).toBeLessThan(60)
})

test('a hundred thousand files that could all be the same one of the course', async () => {
  const path = join(temporaryFolder(), 'jane.zip')
  // A browser numbers files, and capital letters do not count.
  const spelled = (word: string, k: number): string =>
    Array.from(word, (letter, i) => ((k >> i) % 2 === 1 ? letter.toUpperCase() : letter)).join('')
  const many = Array.from({ length: LIMITS.entries }, (_, i) => ({
    name: `${spelled('layers', i % 64)} (${Math.floor(i / 64) % 1000}).${spelled('ts', Math.floor(i / 64_000))}`,
    content: '',
  }))
  writeFileSync(path, zipOf(many))
  const { files, seconds } = await timed(path)
  expect([...files.keys()]).toEqual([LAYERS])
  expect(seconds).toBeLessThan(60)
})

test('a tar archive with long paths that compress well', async () => {
  const path = join(temporaryFolder(), 'jane.tgz')
  const long = paxOf(`${'a/'.repeat(400_000)}a.ts`)
  writeFileSync(
    path,
    gzipSync(Buffer.concat([tarOf([layers]).subarray(0, 1024), ...Array(30).fill(long), Buffer.alloc(1024)])),
  )
  const { files, notes } = await timed(path)
  expect([...files.keys()]).toEqual([LAYERS])
  expect(notes[0]).toMatch(/^a\/a\/.*… has a path that is far too long and was left out\.$/)
})

/** Returns an empty file of a tar archive, with a path of any length. */
function paxOf(path: string): Buffer {
  const record = (length: number): string => `${length} path=${path}\n`
  const text = record(record(record(path.length).length).length)
  const extended = tarOf([{ name: 'pax', content: text }])
  // The letter of the header says what it is for, and the sum of its bytes is in it.
  extended[156] = 'x'.charCodeAt(0)
  extended.fill(' ', 148, 156)
  const sum = extended.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  extended.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return Buffer.concat([extended.subarray(0, -1024), tarOf([{ name: 'a' }]).subarray(0, 512)])
}

test('a Git repository with a small file that unpacks from a huge one', async () => {
  const path = join(temporaryFolder(), 'jane.git')
  const run = (args: readonly string[], input: string | Buffer = ''): string =>
    execFileSync('git', ['-C', path, '-c', 'user.name=J', '-c', 'user.email=j@example.com', ...args], {
      input,
    })
      .toString()
      .trim()
  execFileSync('git', ['init', '--quiet', '--bare', path])
  const [size, part] = [200 * 2 ** 20, 100]
  const huge = Buffer.alloc(size, 32)
  const hashOf = (content: Buffer): Buffer =>
    createHash('sha1').update(`blob ${content.length}\0`).update(content).digest()
  const number = (value: number): number[] =>
    value < 128 ? [value] : [128 | (value % 128), ...number(Math.floor(value / 128))]
  const header = (type: number, length: number): Buffer => {
    const [first, rest] = [length % 16, Math.floor(length / 16)]
    return Buffer.from(rest === 0 ? [(type << 4) | first] : [128 | (type << 4) | first, ...number(rest)])
  }
  // A copy of the first bytes of the huge file.
  const delta = Buffer.from([...number(size), ...number(part), 0x90, part])
  const start = Buffer.from('PACK\0\0\0\x02\0\0\0\x02', 'latin1')
  const [whole, small] = [3, 7]
  const pack = Buffer.concat([
    start,
    header(whole, size),
    deflateSync(huge),
    header(small, delta.length),
    hashOf(huge),
    deflateSync(delta),
  ])
  run(['index-pack', '--stdin'], Buffer.concat([pack, createHash('sha1').update(pack).digest()]))
  const blob = `100644 blob ${hashOf(huge.subarray(0, part)).toString('hex')}\tlayers.ts\n`
  run(['update-ref', 'refs/heads/main', run(['commit-tree', '-m', 'bomb', run(['mktree'], blob)])])
  const { files, notes } = await timed(path)
  expect(files.size).toBe(0)
  expect(notes).toContain('The Git repository is damaged or too large. It was not read.')
})

test('a Git repository in which ten folders make ten billion files', async () => {
  const path = join(temporaryFolder(), 'jane.git')
  const run = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['-C', path, '-c', 'user.name=J', '-c', 'user.email=j@example.com', ...args], {
      input,
    })
      .toString()
      .trim()
  execFileSync('git', ['init', '--quiet', '--bare', path])
  let object = `100644 blob ${run(['hash-object', '-w', '--stdin'], 'x')}`
  for (let level = 0; level < 10; level++) {
    const rows = Array.from({ length: 10 }, (_, i) => `${object}\t${i}.ts\n`)
    object = `040000 tree ${run(['mktree'], rows.join(''))}`
  }
  const commit = run(['commit-tree', '-m', 'bomb', object.slice('040000 tree '.length)])
  run(['update-ref', 'refs/heads/main', commit])
  const { files, notes, seconds } = await timed(path)
  expect(files.size).toBe(0)
  expect(notes).toContain('The Git repository is damaged or too large. It was not read.')
  expect(seconds).toBeLessThan(30)
})
