import { hostileTests, type Misbehaviour } from './hostile.ts'

/** The cases that take long, or all memory, before they are stopped. test/grading/hostile.test.ts has the others. */
const calls: Record<string, Misbehaviour> = {
  '5.5': {
    does: 'leaves a promise behind that never lets go',
    cause: 'limit/left-running',
    code: `void (async () => { for (;;) await null })()\n  return { mean: x, basis: x, variances: x }`,
    says: /Took too long: fitPca in .*preprocessing\.ts leaves something running that blocks everything else/,
  },
  '1.11': {
    does: 'takes all memory at one stroke',
    code: 'this.params = { W1: new Array(4e8).fill(0) as never }',
    says: /Ended early: The process that ran the checks of assignments\/1-fully-connected\/two-layer-net\.ts ended.*\. Either it suddenly ran out of memory/,
  },
  '3.1': {
    does: 'fills an array for ever',
    cause: 'limit/memory',
    code: 'const lost: unknown[] = []; for (;;) lost.push(new Float64Array(1e6).fill(1))',
    says: /Out of memory: dropoutForward in .*dropout\.ts was stopped: the checks used more than 1 GB of memory/,
  },
}

/** The same when a file is loaded that no other file imports. */
const loads: Record<string, Misbehaviour> = {
  '4-convolution/three-layer-conv-net.ts': {
    does: 'loops for ever',
    cause: 'limit/endless-loading',
    code: 'for (;;);',
    says: /Took too long: assignments\/4-convolution\/three-layer-conv-net\.ts was stopped after 5 s of loading\./,
  },
  '6-cifar10/residual-block.ts': {
    does: 'fills an array for ever',
    cause: 'limit/memory-loading',
    code: 'const lost: unknown[] = []; for (;;) lost.push(new Float64Array(1e6).fill(1))',
    says: /Out of memory: assignments\/6-cifar10\/residual-block\.ts used more than 1 GB of memory while it was loading\./,
  },
}

hostileTests(['1.1', '1.3', '5.2'], calls, loads)
