import { setFlagsFromString } from 'node:v8'

// Every command and the Vitest configuration import this first. `process.exit` waits for V8's background compilation,
// and if that waits for a garbage collection, both wait forever (https://github.com/nodejs/node/issues/64274). On a
// busy machine, one command in fifteen printed its last line and never ended. These flags switch off the two compilers
// that cause it. The third one, which optimizes long-running code, stays on.
setFlagsFromString('--no-maglev')
setFlagsFromString('--no-concurrent-sparkplug')

// Loaded after the flags, so that they apply to its code too.
await import('./require-addresses.ts')
