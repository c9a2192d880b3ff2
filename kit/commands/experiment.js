// What `npm run experiment` starts. It is JavaScript because an old Node that cannot read TypeScript may start it.
import './start/guard.cjs'

import('./start/start-again.js').then(({ startAgain }) => startAgain('../experiment.ts'))
