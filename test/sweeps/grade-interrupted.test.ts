import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentOutsideVitest, kit, kitRoot, type Run } from '../commands/kit/learner.ts'
import { temporaryFolder, writeTree } from '../support/folders.ts'
import { runCommand } from '../support/run-command.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

test('Ctrl-C keeps what is graded and leaves nothing behind; the next run goes on, and --again starts over', async () => {
  const teacher = new TemporaryKit()
  teacher.write('course.json', JSON.stringify({ parts: [3], points: { '3.1': 6 } }))
  const handout = 'assignments/3-dropout/README.md'
  teacher.write(handout, readFileSync(join(kitRoot, handout), 'utf8'))
  const stub = teacher.read('assignments/3-dropout/dropout.ts')
  const grade = (...args: string[]): Run => kit(teacher.root, ['grade', ...args])
  const folder = temporaryFolder()
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  const submissions = join(folder, 'class')
  for (const name of ['a', 'b', 'c', 'd'])
    writeTree(submissions, { [`${name}/dropout.ts`]: `// ${name}\n${stub}` })
  let isStopped = false
  const stopped = await runCommand(
    [process.execPath, join(teacher.root, 'kit/commands/kit.js'), 'grade', submissions],
    {
      cwd: teacher.root,
      env: { ...environmentOutsideVitest(), TMPDIR: temporary, TEMP: temporary },
      whenPrinted(output, child) {
        if (isStopped || !output.includes('of 12 points')) return
        isStopped = true
        // A terminal tells the whole group.
        if (process.platform === 'win32') child.kill('SIGINT')
        else process.kill(-child.pid!, 'SIGINT')
      },
    },
  )
  expect(stopped.output).toContain('Stopped. What was graded is kept: the same command goes on from here.')
  expect(stopped.status).toBe(130)
  expect(readdirSync(temporary).filter((name) => name.startsWith('cnn-grading-'))).toEqual([])
  const results = join(folder, 'class-graded/results')
  const kept = readdirSync(results)
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.length).toBeLessThan(4)
  expect(existsSync(join(folder, 'class-graded/grades.csv'))).toBe(false)
  const { output } = grade(submissions)
  expect(output).toContain(`Graded ${4 - kept.length} of 4 submissions`)
  expect(output).toContain(`${kept.length} had not changed`)
  expect(readdirSync(results)).toEqual(['a.json', 'b.json', 'c.json', 'd.json'])
  const result = join(results, 'a.json')
  const marked = (text: string): string => text.replace('"notes"', '"from": "an earlier run", "notes"')
  writeFileSync(result, marked(readFileSync(result, 'utf8')))
  grade(submissions)
  expect(readFileSync(result, 'utf8')).toContain('an earlier run')
  expect(grade(submissions, '--again').output).toContain('Graded 4 of 4 submissions')
  expect(readFileSync(result, 'utf8')).not.toContain('an earlier run')
})
