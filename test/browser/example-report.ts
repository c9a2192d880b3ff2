import type { RunReport } from '#kit/training/report/report-page.ts'

const picture = { width: 32, height: 32, data: new Uint8Array(3 * 32 * 32).fill(90) }
const answer = { index: 0, label: 1, predicted: 0, confidence: 0.9 }

/** A run that has something in every section of its report. */
export const exampleReport: RunReport = {
  name: 'two-layer',
  description: 'affine - ReLU - affine - softmax',
  settings: { hidden: '100,100,100,100,100,100,100,100,100,100,100,100,100,100', updateRule: 'adam' },
  time: '4 s',
  metrics: [0, 1, 2].map((epoch) => ({
    type: 'epoch',
    step: epoch,
    epoch,
    seconds: epoch,
    trainAccuracy: epoch / 3,
    validationAccuracy: epoch / 4,
  })),
  verdicts: ['good'],
  filters: { first: picture, now: picture, shown: 4, all: 4 },
  examination: {
    accuracy: 0.7,
    confusion: [
      [3, 1],
      [2, 4],
    ],
    hits: [{ ...answer, label: 0 }],
    misclassifications: [answer],
  },
  classNames: ['airplane', 'automobile'],
  imageOf: () => picture,
}

/** An expression for the colour in which the page draws the line of the validation accuracy. */
export const strokeOfLine = `getComputedStyle(document.querySelector('.charts path[stroke="#d55e00"]')).stroke`
