import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { manifest } from '../../../course/manifest.ts'
import type { Autograder } from '../autograder.ts'

const IMAGE = 'YOUR-NAME/cnn-from-scratch-grader'

/** PrairieLearn starts a command in an image, for a question that refers to both. */
export const prairielearn: Autograder = {
  isReadByLearners: false,
  filesOfCourse: () =>
    new Map([
      ['question/info.json', `${JSON.stringify(info(), undefined, 2)}\n`],
      ['question/question.html', question()],
    ]),
  nextSteps: () => [
    `Build the image and push it: docker build -t ${IMAGE} . && docker push ${IMAGE}`,
    `Copy the folder question into questions/ of your course, and set the name of the image in its info.json.`,
  ],
}

const info = () => ({
  uuid: randomUUID(),
  title: 'A convolutional network from scratch',
  topic: 'Neural networks',
  type: 'v3',
  singleVariant: true,
  gradingMethod: 'External',
  externalGradingOptions: {
    enabled: true,
    image: IMAGE,
    entrypoint: '/opt/grader/grade-question.sh',
    timeout: 600,
  },
})

function question(): string {
  const files = new Set(manifest.flatMap(({ todos }) => todos.map(({ file }) => basename(file))))
  return `<pl-question-panel>
  <p>Upload the files of your folder <code>assignments</code> that you have worked on.</p>
  <pl-file-upload optional-file-names="${[...files].join(',')}"></pl-file-upload>
</pl-question-panel>
<pl-submission-panel>
  <pl-external-grader-results></pl-external-grader-results>
  <pl-file-preview></pl-file-preview>
</pl-submission-panel>
`
}
