import { workerData } from 'node:worker_threads'
import type { WatchData } from './messages.ts'
import { endTeam } from './team.ts'

// A thread that does nothing but notice the end of others. A thread that runs out of memory cannot say so, and the main
// thread, which would be told, may be waiting for it; but its port closes in any case, and this thread hears of that.

const { lifelines, memory } = workerData as WatchData
for (const lifeline of lifelines) {
  lifeline.on('close', () => endTeam(memory))
  lifeline.ref()
  lifeline.start()
}
