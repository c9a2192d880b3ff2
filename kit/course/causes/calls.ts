/** What is wrong with a call, whatever function it is of, by the cause's id. */
export const calls = {
  'calls/repeats-earlier':
    '{name} of a call with other inputs is what an earlier call gave. Compute it anew at every call, and keep nothing.',
  'calls/changes-earlier':
    '{name} of an earlier call was changed by a later one. Make a new tensor at every call.',
  'calls/not-repeatable':
    '{name} is not the same when the same call is made again. Start anew at every call, and keep nothing from an earlier call.',
  'limit/memory':
    '{call} was stopped: the checks took more than 1 GB of memory. Is there an array that never stops growing?',
  'limit/left-running':
    '{call} leaves something behind that lets nothing else run. Is there an async function with a loop that never ends?',
  'limit/endless': '{call} was stopped after {seconds} s. Is there a loop that never ends?',
  'error/none': '{what} must be a RangeError, but there is a result.',
  'cache/follows-latest-forward':
    'The gradients follow the latest forward pass, but belong to the one that the cache comes from: keep in the cache all that they need.',
  'cache/earlier-call':
    'The gradient is that of an earlier call: compute it anew from the cache at every call.',
  'cache/follows-latest-forward-anew':
    'The gradients follow the latest forward pass, but belong to that of the cache: keep all that they need in the cache, made anew in every call.',
  'linear/in-dout': '{name} is not linear in dout: -2 · dout has to give -2 times the gradient.',
  'calls/changes-input': '{call} changes its input: {change}. Work on a copy.',
  'limit/memory-loading': '{path} takes more than 1 GB of memory while it is loaded.',
  'limit/endless-loading':
    '{path} was stopped after {seconds} s of loading. Is there a loop or an await that never ends outside of the functions, in it or in a file that it imports?',
  'error/other': '{what} must be a RangeError that says {words}, but: {crash}',
  'file/not-allowed':
    "{file} imports '{source}', which is not part of the exercise. Remove that import: all you need is in #kit/tensor/index.ts and in {tree}/.",
  'file/missing': '{path} is missing. "npx kit reset {file}" brings it back as it was at first.',
  'file/does-not-parse': '{path} does not parse: {reason}',
  'file/does-not-load': '{path} cannot be loaded: {reason}',
  'file/no-export': '{path} should export {name}, but {held}. It exports {others}.',
  'file/changes-built-in':
    '{path} changes {name}, which everything else relies on. Write a function of your own instead.',
  'crash/matmul': '{call} threw {thrown}',
  'crash/broadcast': '{call} threw {thrown}',
  'crash/reshape': '{call} threw {thrown}',
  'crash/output-size': '{call} threw {thrown}',
  'crash/shape': '{call} threw {thrown}',
  'crash/other': '{call} threw {thrown}',
  'crash/check': 'The check cannot go on with what it was given: {thrown}',
  'result/trick': '{call} returned {trick}. Return plain numbers, Tensors and objects.',
  'result/other': '{call} should return {wanted}, but returned {returned}.',
  'fault/lent':
    "{layer} is the kit's here, and cannot read the cache that your own code keeps: write it yourself first.",
  'fault/crashes': '{layer}, {relation}, is wrong itself: it crashes. Make its own checks pass first.',
  'fault/returns-other':
    '{layer}, {relation}, is wrong itself: it does not return what it should. Make its own checks pass first.',
  'fault/wrong':
    '{layer}, {relation}, is wrong itself: its {name} is not what it should be. Make its own checks pass first.',
} as const
