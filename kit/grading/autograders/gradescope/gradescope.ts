import { zipSync, type Zippable } from 'fflate'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Autograder } from '../autograder.ts'

const ZIP = 'autograder.zip'

/** The number that stands for Unix in a zip, so that it can say which files are programs. */
const UNIX = 3

/** Gradescope takes a zip with `setup.sh` and `run_autograder` at its root. */
export const gradescope: Autograder = {
  isReadByLearners: false,
  pack: (folder) => {
    const files = filesIn(folder)
    const zip = zipSync(files, { mtime: new Date() })
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, ZIP), zip)
  },
  nextSteps: () => [
    `Upload ${ZIP} under "Configure Autograder" of a programming assignment. Gradescope builds its image in a few minutes.`,
    'Choose a container with at least 2 CPUs and 3 GB, and a timeout of 10 minutes.',
    'Try it there with a submission of your own, before learners submit the folder assignments, as files or as a zip.',
  ],
}

function filesIn(folder: string): Zippable {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const content = readFileSync(path)
      const mode = content.subarray(0, 2).toString() === '#!' ? 0o100755 : 0o100644
      const name = relative(folder, path).replaceAll('\\', '/')
      return [name, [content, { os: UNIX, attrs: (mode << 16) >>> 0 }]]
    }),
  )
}
