/** What is wrong with a call, whatever function it is of, by the cause's id. */
export const calls = {
  'calls/repeats-earlier':
    'A call with other inputs gives the same {name} as an earlier call. Compute it again in every call, and keep nothing.',
  'calls/changes-earlier':
    'A later call changed the {name} of an earlier one. Make a new tensor in every call.',
  'calls/not-repeatable':
    'The same call gives another {name} when it is repeated. Only its arguments should decide that: keep nothing in a variable outside of the function, and draw no random numbers.',
  'calls/keeps-first':
    '{name} is right only in the first call with inputs of a new shape: later calls use something from that one. Compute everything again in every call.',
  'calls/old-memory':
    'In a training step, {name} differs from what it is outside of one. Either it starts from `empty`, which holds old numbers until you write them, or a tensor is kept from one step to the next.',
  'calls/wrong-at-size':
    '{name} is wrong for an input of {size}. If it is right for smaller ones, is a size fixed, or does an index or a label not fit into a small integer type?',
  'options/zero-counts-as-absent':
    '{option}: 0 gives the same as no {option} at all. 0 is a value too: a default belongs only where the option is undefined (`??`, not `||`).',
  'scale/large':
    '{name} is wrong for very large inputs. Is there a fixed limit, such as a number to start a search from, or a value to clip at?',
  'scale/small':
    '{name} is wrong for very small inputs. Is there a fixed limit, or a small number added that should not be there?',
  'scale/shifted':
    '{name} loses its digits where the mean is much larger than the spread. Subtract the mean first and square afterwards: mean(x²) - mean(x)² subtracts two nearly equal numbers.',
  'limit/memory':
    '{call} was stopped: the checks used more than {limit} of memory. Is there an array that never stops growing?',
  'limit/left-running':
    '{call} leaves something running that blocks everything else. Is there an async function with a loop that never ends?',
  'limit/endless': '{call} was stopped after {seconds} s. Is there a loop that never ends?',
  'error/none': '{what} must throw a RangeError, but returned a result.',
  'cache/follows-latest-forward':
    'The gradients belong to the latest forward pass, but should belong to the one that made the cache: keep everything they need in the cache.',
  'cache/earlier-call':
    'The gradient belongs to an earlier call: compute it again from the cache in every call.',
  'cache/follows-latest-forward-anew':
    'The gradients belong to the latest forward pass, but should belong to the one that made the cache: keep everything they need in the cache, in new tensors for every call.',
  'linear/in-dout': '{name} is not linear in dout: -2 · dout should give -2 times the gradient.',
  'calls/changes-input': '{call} changes its input: {change}. Work on a copy.',
  'limit/ended':
    '{call} ended the process in which it ran. Either it suddenly ran out of memory, or the code ends the process itself.',
  'limit/ended-loading':
    '{path}, or a file that it imports, ended the process in which it was loaded. Either it suddenly ran out of memory, or the code ends the process itself.',
  'limit/memory-loading': '{path} used more than {limit} of memory while it was loading.',
  'limit/endless-loading':
    '{path} was stopped after {seconds} s of loading. Is there an endless loop or await outside the functions, in this file or in one that it imports?',
  'error/other': '{what} must throw a RangeError that says {words}, but: {crash}',
  'file/not-allowed':
    "{file} imports '{source}', which is not part of the exercise. Remove that import: all you need is in #kit/tensor/index.ts and in {tree}/.",
  'file/computed-import':
    "{file} imports a module whose name it computes. Write the whole name as one text, as in import('./mine.ts').",
  'file/only-types':
    "{file} imports '{source}', of which a network may only use types. Write import type instead of import.",
  'file/own-package':
    '{path} changes what the imports beside it mean. Delete it: package.json of the kit is the one that counts.',
  'file/missing': '{path} is missing. "npx kit reset {file}" restores the original.',
  'file/does-not-parse': '{path} does not parse: {reason}',
  'file/does-not-load': '{path} cannot be loaded: {reason}',
  'file/no-export': '{path} should export {name}, but {held}. It exports {others}.',
  'file/skips-cases':
    'Your code changes fast-check, the library that draws the random cases. Leave it as it is.',
  'file/changes-built-in':
    '{path} changes {name}, which everything else relies on. Write a function of your own instead.',
  'crash/matmul': '{call} threw {thrown}',
  'crash/broadcast': '{call} threw {thrown}',
  'crash/reshape': '{call} threw {thrown}',
  'crash/output-size': '{call} threw {thrown}',
  'crash/shape': '{call} threw {thrown}',
  'crash/other': '{call} threw {thrown}',
  'crash/check': 'The check cannot use what it was given: {thrown}',
  'result/trick': '{call} returned {trick}. Return plain numbers, Tensors and objects.',
  'result/other': '{call} should return {wanted}, but returned {returned}.',
  'fault/lent':
    "{layer} is the kit's version here. It cannot read the cache that your own code keeps, so write {layer} yourself first.",
  'fault/does-not-load': '{path} imports {file}, which cannot be loaded. Repair that file first.',
  'fault/crashes': '{layer}, {relation}, crashes. Make its own checks pass first.',
  'fault/returns-other':
    '{layer}, {relation}, does not return what it should. Make its own checks pass first.',
  'fault/changes-input': '{layer}, {relation}, changes its input. Make its own checks pass first.',
  'fault/earlier': 'TODO {todo}, {title}, comes before it and is wrong. Make its own checks pass first.',
  'fault/wrong': '{layer}, {relation}, returns a wrong {name}. Make its own checks pass first.',
} as const
