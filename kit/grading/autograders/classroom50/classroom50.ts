import type { Autograder } from '../autograder.ts'

/** Classroom 50 runs `autograder.py`, with the files beside it. Everybody who knows the address can read them. */
export const classroom50: Autograder = {
  isReadByLearners: true,
  nextSteps: () => [
    'Copy everything into CLASSROOM/autograders/ASSIGNMENT/ of your classroom50 repository, and push it.',
    'Set {"node": "24"} as the runtime of the assignment, so that its packages are installed sooner.',
  ],
}
