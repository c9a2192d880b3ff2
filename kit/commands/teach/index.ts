import type { Command } from 'commander'
import { autograderCommand } from './autograder.ts'
import { gradeCommand } from './grade/grade.ts'
import { releaseCommand } from './release/release.ts'

/** The commands that only teachers need. A learner's folder has none of them. */
export const teachingCommands: readonly Command[] = [releaseCommand, gradeCommand, autograderCommand]
