// What `npm run train` starts. It is JavaScript because an old Node that cannot read TypeScript may start it.
import './start/guard.cjs'

// docs/speed.md says how much memory these two save.
const options = ['--max-semi-space-size=2', '--heap-growing-percent=50']
import('./start/start-again.js').then(({ startAgain }) => startAgain('../train/train.ts', options))
