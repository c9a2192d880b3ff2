import { readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'tar'
import { manifest } from '../../../course/manifest.ts'
import type { Autograder } from '../autograder.ts'

/** What stays beside `autograde.tar`. */
const OUTSIDE = ['autograde-Makefile', 'Dockerfile']

/** Autolab takes a Makefile and a tar, which it puts beside what the learner handed in. */
export const autolab: Autograder = {
  isReadByLearners: false,
  pack: async (folder) => {
    const grader = join(folder, 'grader')
    const inside = readdirSync(folder).filter((name) => ![...OUTSIDE, 'grader'].includes(name))
    for (const name of inside) renameSync(join(folder, name), join(grader, name))
    await create({ file: join(folder, 'autograde.tar'), cwd: folder, portable: true }, ['grader'])
    rmSync(grader, { recursive: true })
  },
  nextSteps: () => [
    'Upload autograde-Makefile and autograde.tar to the autograder of the lab, whose hand-in file is handin.zip.',
    `Define the problems ${problems()}.`,
    'Build an image for Tango with the Dockerfile, and grade in it with a timeout of 600 seconds.',
  ],
}

const problems = (): string =>
  manifest
    .map(({ number, todos }) => `"Part ${number}" (${todos.reduce((sum, { points }) => sum + points, 0)})`)
    .join(', ')
