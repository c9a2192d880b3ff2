import { setFlagsFromString } from 'node:v8'

// Imported first by every command and by the configuration of Vitest. `process.exit` waits for what V8 compiles in the
// background, and if that waits for a garbage collection, both wait for ever (https://github.com/nodejs/node/issues/64274):
// on a busy machine, one command in fifteen printed its last line and never ended. These are the two compilers of V8 that
// do so. The third one, which makes the code fast that runs for long, stays.
setFlagsFromString('--no-maglev')
setFlagsFromString('--no-concurrent-sparkplug')

// Loaded behind the flags, which count for its own code too.
await import('./require-addresses.ts')
