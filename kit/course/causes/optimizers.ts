/** What is wrong with an update rule, by the cause's id. */
export const optimizers = {
  'optimizer/state-not-handed-on':
    '{rule} should hand on config.{name}, but the config that it returns holds {held}.',
  'optimizer/wrong-count':
    'config.{key} is {held} where it should be {right}: it counts the steps, the one just taken included.',
  'optimizer/second-step-differs':
    'The first step is right and the second is not, though both are the same computation.',
  'optimizer/second-step-forgets':
    'The first step is right and the second is not: go on from the {state} that the first one left in config.',
  'optimizer/setting-changed': 'config.{key} was {value}, but the returned config has {held}.',
  'optimizer/remembers-outside-config':
    'The same step taken again gives another answer: what a rule remembers belongs in config and nowhere else.',
  'optimizer/repeats-earlier-step':
    'A step with other weights and another gradient gives what the step before it gave.',
  'optimizer/epsilon-inside-root': 'epsilon stands inside the root: add it to the root.',
  'optimizer/no-epsilon': 'epsilon is left out of the divisor.',
  'optimizer/uphill': 'w goes uphill: subtract the step.',
  'optimizer/wrong-default': '{key} is {value} if config has none: it should be {usual}.',
  'optimizer/ignored-setting': '{key} is always {usual}: take it from config.',
  'sgd/uphill': 'w goes uphill: a step goes against the gradient, w - learningRate · dw.',
  'sgd/no-learning-rate': 'The learning rate is left out: the step is the whole gradient.',
  'sgd/step-alone': 'w is the step alone: subtract it from the old w.',
  'sgd/did-not-move': 'w did not move at all.',
  'sgd/divided-by-learning-rate': 'The gradient is divided by the learning rate, not multiplied by it.',
  'sgd/sign-of-gradient': 'Only the sign of the gradient counts in this step: its size has to count as well.',
  'sgdMomentum/no-momentum': 'The old velocity is not multiplied by momentum.',
  'sgdMomentum/one-minus-momentum':
    'The old velocity is multiplied by 1 - momentum: the share that survives is momentum itself.',
  'sgdMomentum/damped': 'The gradient is damped by 1 - momentum: here it counts in full.',
  'sgdMomentum/uphill': 'The gradient pushes the velocity uphill: subtract learningRate · dw from it.',
  'sgdMomentum/no-learning-rate': 'The gradient comes into the velocity without the learning rate.',
  'sgdMomentum/forgets': 'The old velocity has no effect: each step starts from velocity 0.',
  'sgdMomentum/momentum-after-gradient':
    'The velocity is multiplied by momentum after the gradient went in: only the old velocity is.',
  'sgdMomentum/learning-rate-late':
    'The velocity leaves out the learning rate, which comes in where w moves: config.velocity is to hold it already.',
  'sgdMomentum/sign-of-velocity':
    'config.velocity has the wrong sign: it is the direction in which w moves, so add it to w.',
  'sgdMomentum/old-velocity': 'w moves by the old velocity: compute the next one first, and move by that.',
  'sgdMomentum/old-velocity-handed-on':
    'The velocity that is handed on is the old one: hand on the one that moved w.',
  'sgdMomentum/gradient-alone': 'w moves by the gradient alone: it has to move by the velocity.',
  'sgdMomentum/nesterov': 'This looks ahead, as Nesterov momentum does: here w just moves by the velocity.',
  'rmsprop/fixed-epsilon': 'epsilon is always 1e-8: take it from config.',
  'rmsprop/no-root': 'The step is divided by the average itself: divide by its root.',
  'rmsprop/multiplied': 'The step is multiplied by the root of the average: divide by it.',
  'rmsprop/shares-swapped':
    'decayRate and 1 - decayRate are swapped: the old average keeps the share decayRate.',
  'rmsprop/adagrad': 'The average grows without decay, as in AdaGrad.',
  'rmsprop/new-without-share': 'The squared gradient comes into the average without its share 1 - decayRate.',
  'rmsprop/of-absolutes': 'The average is one of |dw|: it has to be one of dw².',
  'rmsprop/of-gradients': 'The average is one of dw: it has to be one of dw².',
  'rmsprop/forgets': 'The old average has no effect: each step starts from 0.',
  'rmsprop/old-average': 'The step is divided by the old average: take this gradient into it first.',
  'rmsprop/old-average-handed-on':
    'The average that is handed on is the old one: hand on the one with this gradient in it.',
  'adam/m-not-corrected': 'The bias of m is not corrected: divide m by 1 - beta1^t.',
  'adam/v-not-corrected': 'The bias of v is not corrected: divide v by 1 - beta2^t.',
  'adam/not-corrected': 'Neither m nor v is corrected for its bias.',
  'adam/m-corrected-without-t': 'm is divided by 1 - beta1 at each step: divide it by 1 - beta1^t.',
  'adam/v-corrected-without-t': 'v is divided by 1 - beta2 at each step: divide it by 1 - beta2^t.',
  'adam/m-corrected-with-beta2': 'The bias of m is corrected with beta2: it is beta1 that belongs to m.',
  'adam/betas-swapped': 'beta1 and beta2 are swapped.',
  'adam/m-with-beta2': 'm decays with beta2: it is beta1 that belongs to m.',
  'adam/v-with-beta1': 'v decays with beta1: it is beta2 that belongs to v.',
  'adam/epsilon-before-correction':
    'epsilon is added before the bias of v is corrected: correct v, take the root, then add epsilon.',
  'adam/no-root': 'The step is divided by v itself: divide by its root.',
  'adam/v-of-gradients': 'v is an average of dw: it has to be one of dw².',
  'adam/v-of-absolutes': 'v is an average of |dw|: it has to be one of dw².',
  'adam/m-new-without-share': 'dw comes into m without its share 1 - beta1.',
  'adam/v-new-without-share': 'dw² comes into v without its share 1 - beta2.',
  'adam/gradient-alone': 'w moves by the gradient alone: it has to move by m, corrected.',
  'adam/t-too-large': 't is one too large when the bias is corrected: the first step has t = 1.',
  'adam/t-by-two': 't grows by 2 at each step: it counts the steps, 1, 2, 3.',
  'adam/t-always-1': 't is 1 at every step: count on from config.t.',
  'adam/corrected-handed-on':
    'The moments are handed on with their bias corrected: hand on m and v as they were before.',
  'adam/m-forgets': 'The old m has no effect: each step starts from 0.',
  'adam/v-forgets': 'The old v has no effect: each step starts from 0.',
} as const
