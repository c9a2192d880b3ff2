import type { Autograder } from './autograder.ts'
import { autolab } from './autolab/autolab.ts'
import { classroom50 } from './classroom50/classroom50.ts'
import { github } from './github/github.ts'
import { gradescope } from './gradescope/gradescope.ts'
import { prairielearn } from './prairielearn/prairielearn.ts'

/** The platforms for which the kit makes a package that grades there, by the name of their folder beside this file. */
export const autograders: Readonly<Record<string, Autograder>> = {
  gradescope,
  classroom50,
  prairielearn,
  autolab,
  github,
}
