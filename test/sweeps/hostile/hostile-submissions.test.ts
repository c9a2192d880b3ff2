import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findSubmissions } from '#kit/grading/submissions/find-submissions.ts'
import { LIMITS } from '#kit/grading/submissions/limits.ts'
import { readSubmission, type Submission } from '#kit/grading/submissions/read-submission.ts'
import { tgzOf, zipOf } from '../../support/archives.ts'
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
