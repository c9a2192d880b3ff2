import { expect, test } from 'vitest'
import { TemporaryKit } from '../support/temporary-kit.ts'

/** A reporter that prints how often each check was counted, and the state shown for the file and its suites. */
const REPORTER = `export default class {
  counts = new Map()
  onTestCaseResult({ id }) {
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1)
  }
  onTestRunEnd([module]) {
    const suites = Array.from(module.children.suites(), (suite) => suite.name + ' ' + suite.state())
    console.log('seen: ' + JSON.stringify([...new Set(this.counts.values()), module.state(), ...suites]))
  }
}
`

test('what is not started is shown as skipped and counted once', async () => {
  const kit = new TemporaryKit()
  kit.write('counting.js', REPORTER)
  const run = async () => {
    const { output } = await kit.grade('losses.check', {}, ['--reporter=./counting.js'])
    return JSON.parse(/seen: (.*)/.exec(output)![1]) as unknown
  }
  expect(await run()).toEqual([1, 'skipped', '1.5 softmaxLoss skipped', '1.6 svmLoss skipped'])
  kit.fill('1.5')
  expect(await run()).toEqual([1, 'passed', '1.5 softmaxLoss passed', '1.6 svmLoss skipped'])
})
