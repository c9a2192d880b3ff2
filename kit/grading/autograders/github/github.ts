import type { Autograder } from '../autograder.ts'

/** An action that the workflow in every learner's repository uses. Their workflows can read its files. */
export const github: Autograder = {
  isReadByLearners: true,
  nextSteps: () => [
    'Push everything to a repository of your organization, and allow the other repositories there to use its actions.',
    'Put for-learners/grade.yml into the template of your learners, as .github/workflows/grade.yml.',
    'Anybody who may push to a repository may also change its workflow. For marks, run "npx kit grade" yourself.',
  ],
}
