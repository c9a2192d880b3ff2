import type { Command } from 'commander'
import { autograderCommand } from './autograder.ts'

/** The commands that only teachers need. A learner's folder has none of them. */
export const teachingCommands: readonly Command[] = [autograderCommand]
