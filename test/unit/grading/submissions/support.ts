import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COURSE_FILES } from '#kit/grading/submissions/course-files.ts'
import { findSubmissions, type Found } from '#kit/grading/submissions/find-submissions.ts'
import { readSubmission, type Submission } from '#kit/grading/submissions/read-submission.ts'
import { zipOf, type ZippedFile } from '../../../support/archives.ts'
import { temporaryFolder, writeTree } from '../../../support/folders.ts'

/** The folder of all layers of Part 1, and the text that stands for its content. */
export const LAYERS = '1-fully-connected/layers.ts'
export const CODE = 'export const code = 1\n'

/** Every file of the course, each with a text of its own, below a folder. */
export const wholeWork = (folder = 'assignments/'): Record<string, string> =>
  Object.fromEntries(COURSE_FILES.map((file) => [folder + file, `export const code = '${file}'\n`]))

/** A new folder with files. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder()
  writeTree(folder, files)
  return folder
}

/** A file with a content, in a new folder. */
export function fileOf(name: string, content: string | Buffer): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, content)
  return path
}

/** A zip archive of files by their paths. */
export const zipOfTree = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  zipOf(Object.entries(files).map(([name, content]): ZippedFile => ({ name, content })))

/** Finds the only submission of a path, and reads it. */
export async function readOnly(path: string): Promise<Submission> {
  const { submissions } = await findSubmissions(path)
  if (submissions.length !== 1) throw new Error(`${submissions.length} submissions`)
  return readSubmission(submissions[0])
}

/** Finds the submissions of a path, and reads each: its label, its identifier, and the paths of its files. */
export async function readClass(
  path: string,
): Promise<[label: string, identifier: string | undefined, files: string[]][]> {
  const { submissions } = await findSubmissions(path)
  return Promise.all(
    submissions.map(async (found: Found) => {
      const { files } = await readSubmission(found)
      return [found.label, found.identifier, [...files.keys()].toSorted()] as [
        string,
        string | undefined,
        string[],
      ]
    }),
  )
}
