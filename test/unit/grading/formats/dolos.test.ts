import { expect, test } from 'vitest'
import { dolosFiles } from '#kit/grading/formats/dolos.ts'

const layers = '1-fully-connected/layers.ts'
const losses = '1-fully-connected/losses.ts'
const given = new Map([
  [layers, 'stub'],
  [losses, 'stub of losses'],
])

test('it has what was changed, in a folder for each submission, and a row for each file', () => {
  const files = dolosFiles(
    [
      {
        name: 'ada',
        label: 'Lovelace, Ada "the Countess"',
        files: new Map([
          [layers, 'of Ada'],
          [losses, 'stub of losses'],
        ]),
      },
      {
        name: 'bob',
        label: 'Bob',
        files: new Map([
          [layers, 'of Bob'],
          [losses, 'losses of Bob'],
        ]),
      },
    ],
    given,
  )
  expect([...files]).toEqual([
    [
      'info.csv',
      [
        'filename,label,full_name',
        `ada/${layers},${layers},"Lovelace, Ada ""the Countess"""`,
        `bob/${layers},${layers},Bob`,
        `bob/${losses},${losses},Bob`,
        '',
      ].join('\n'),
    ],
    [`ada/${layers}`, 'of Ada'],
    [`bob/${layers}`, 'of Bob'],
    [`bob/${losses}`, 'losses of Bob'],
  ])
})
