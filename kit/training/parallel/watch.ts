import { workerData } from 'node:worker_threads'
import type { WatchData } from './messages.ts'
import { markEnded } from './worker-barrier.ts'

// The watching thread only notices when workers end. A worker that runs out of memory cannot report it, and the main
// thread, which would be notified, may be waiting for that worker. But its port closes in any case, and this thread is
// notified of that.

const { lifelines, memory } = workerData as WatchData
for (const lifeline of lifelines) {
  lifeline.on('close', () => markEnded(memory))
  lifeline.ref()
  lifeline.start()
}
