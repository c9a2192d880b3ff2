import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifest } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { kitRoot, type Learner } from './learner.ts'

/** Returns a line that makes the toy checks of a TODO fail when it is in the TODO's file in `assignments/`. */
export const wrong = (id: string): string => `\n// WRONG ${id}\n`

/**
 * Replaces a learner's checks with instant ones. A TODO is wrong if its file has the line {@link wrong}. A network is
 * also wrong if layers.ts has that line for 1.1. The assignments become those of the solutions.
 */
export function useToyChecks(learner: Learner): void {
  writeFileSync(join(learner.folder, 'checks/toy.ts'), TOY)
  const files = new Set(manifest.flatMap(({ todos }) => todos.map(({ checks }) => checks)))
  for (const file of files) {
    writeFileSync(join(learner.folder, file), `import { toy } from '../toy.ts'\ntoy('${file}')\n`)
  }
  solveAll(learner)
}

/** Makes every TODO right. */
export function solveAll(learner: Learner): void {
  for (const [file, code] of readSolutions(kitRoot)) {
    if (manifest.some(({ todos }) => todos.some((todo) => todo.file === file)))
      writeFileSync(join(learner.folder, 'assignments', file), code)
  }
  rmSync(join(learner.folder, '.kit'), { recursive: true, force: true })
}

const TOY = `import { readFileSync } from 'node:fs'
import { describe, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'

const read = (file) => readFileSync('assignments/' + file, 'utf8')

export function toy(checks) {
  for (const todo of manifest.flatMap(({ todos }) => todos).filter((each) => each.checks === checks)) {
    describe(todo.id + ' ' + todo.title, { meta: { todo: todo.id } }, () => {
      test('is right', ({ task, skip }) => {
        const code = read(todo.file)
        if (code.includes("NotImplementedError('" + todo.id + "')")) {
          task.meta.open = todo.id
          skip()
        }
        if (todo.file.endsWith('-net.ts') && /WRONG 1\\.1$/m.test(read('1-fully-connected/layers.ts')))
          throw new Error('affineForward (TODO 1.1), which this network uses, is wrong itself: so. Make its own checks pass first.')
        if (code.includes('WRONG ' + todo.id + '\\n')) throw new Error('It is wrong.')
      })
    })
  }
}
`
