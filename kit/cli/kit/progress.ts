import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Todo } from '../../grading/manifest.ts'
import { firstNotRun, nextStep, type PartProgress } from '../../grading/progress.ts'
import { partsOf, readRecord, type ProgressRecord } from '../../grading/record.ts'
import { root } from './root.ts'

/** How far the learner is, as the last runs have found it. */
export interface Progress {
  /** Undefined before the first run. */
  record: ProgressRecord | undefined
  parts: PartProgress[]
  /** The one thing to do next; undefined when everything is done. */
  next: Todo | undefined
}

/** Nothing is run for this. @throws RecordError if the record is damaged */
export function readProgress(): Progress {
  const record = readRecord(root)
  const parts = partsOf(record)
  return { record, parts, next: (nextStep(parts) ?? firstNotRun(parts))?.todo }
}

/** The files of `assignments/` that were saved after a moment in time, with that folder. */
export function changedSince(time: Date): string[] {
  return readdirSync(join(root, 'assignments'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && statSync(join(root, 'assignments', file)).mtime > time)
    .map((file) => `assignments/${file.replaceAll('\\', '/')}`)
    .toSorted()
}
