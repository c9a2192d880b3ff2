/** What is wrong with an update rule, by the cause's id. */
export const optimizers = {
  'optimizer/state-not-handed-on':
    '{rule} should return config.{name}, but the config that it returns holds {held}.',
  'optimizer/wrong-count':
    'config.{key} is {held}, but should be {right}: it counts the steps, including the one just taken.',
  'optimizer/second-step-differs':
    'The first step is right but the second is not, although both are the same computation.',
  'optimizer/second-step-forgets':
    'The first step is right but the second is not: continue from the {state} that the first step left in config.',
  'optimizer/setting-changed': 'config.{key} was {value}, but the returned config has {held}.',
  'optimizer/remembers-outside-config':
    'The same step gives a different answer when it is repeated: keep what a rule remembers in config, and nowhere else.',
  'optimizer/repeats-earlier-step':
    'A step with other weights and another gradient gives the same result as the step before it.',
  'optimizer/epsilon-inside-root': 'epsilon is added inside the root: take the root first, then add epsilon.',
  'optimizer/no-epsilon': 'epsilon is not added to the divisor.',
  'optimizer/uphill': 'w moves uphill: subtract the step.',
  'optimizer/wrong-default': '{key} is {value} if config has none, but should be {usual}.',
  'optimizer/ignored-setting': '{key} is always {usual}: take it from config.',
  'sgd/uphill': 'w moves uphill: go against the gradient, w - learningRate · dw.',
  'sgd/no-learning-rate': 'The learning rate is missing: the step is the whole gradient.',
  'sgd/step-alone': 'w is only the step: subtract the step from the old w.',
  'sgd/did-not-move': 'w did not move at all.',
  'sgd/divided-by-learning-rate':
    'The gradient is divided by the learning rate, but should be multiplied by it.',
  'sgd/sign-of-gradient': 'The step uses only the sign of the gradient: its size should count as well.',
  'sgdMomentum/no-momentum': 'The old velocity is not multiplied by momentum.',
  'sgdMomentum/one-minus-momentum':
    'The old velocity is multiplied by 1 - momentum, but should be multiplied by momentum.',
  'sgdMomentum/damped': 'The gradient is multiplied by 1 - momentum: leave out that factor.',
  'sgdMomentum/uphill': 'The gradient pushes the velocity uphill: subtract learningRate · dw from it.',
  'sgdMomentum/no-learning-rate': 'The gradient is added to the velocity without the learning rate.',
  'sgdMomentum/forgets': 'The old velocity has no effect: every step starts from velocity 0.',
  'sgdMomentum/momentum-after-gradient':
    'momentum multiplies the velocity after the gradient was added, but should multiply only the old velocity.',
  'sgdMomentum/learning-rate-late':
    'The learning rate comes in only when w moves, but config.velocity should already contain it.',
  'sgdMomentum/as-in-pytorch':
    'This is the momentum of PyTorch, whose velocity collects gradients. Here config.velocity should be the step itself: momentum · velocity - learningRate · dw.',
  'sgdMomentum/sign-of-velocity':
    'config.velocity has the wrong sign: it should be the direction in which w moves, so add it to w.',
  'sgdMomentum/old-velocity': 'w moves by the old velocity: compute the new one first, and move by that.',
  'sgdMomentum/old-velocity-handed-on': 'The returned velocity is the old one: return the one that moved w.',
  'sgdMomentum/gradient-alone': 'w moves by the gradient alone, but should move by the velocity.',
  'sgdMomentum/nesterov':
    'This looks ahead, as Nesterov momentum does, but here w should move by the velocity alone.',
  'rmsprop/fixed-epsilon': 'epsilon is always 1e-8: take it from config.',
  'rmsprop/no-root': 'The step is divided by the average itself: divide by its root.',
  'rmsprop/multiplied': 'The step is multiplied by the root of the average: divide by it.',
  'rmsprop/shares-swapped':
    'decayRate and 1 - decayRate are swapped: the old average should keep the share decayRate.',
  'rmsprop/adagrad': 'The average grows without decay, as in AdaGrad.',
  'rmsprop/new-without-share':
    'The squared gradient is added to the average without its share, 1 - decayRate.',
  'rmsprop/of-absolutes': 'The average uses |dw|, but should use dw².',
  'rmsprop/of-gradients': 'The average uses dw, but should use dw².',
  'rmsprop/forgets': 'The old average has no effect: every step starts from 0.',
  'rmsprop/old-average':
    'The step is divided by the old average: update the average with this gradient first.',
  'rmsprop/old-average-handed-on':
    'The returned average is the old one: return the one that includes this gradient.',
  'adam/m-not-corrected': 'The bias of m is not corrected: divide m by 1 - beta1^t.',
  'adam/v-not-corrected': 'The bias of v is not corrected: divide v by 1 - beta2^t.',
  'adam/not-corrected': 'Neither m nor v is corrected for its bias.',
  'adam/m-corrected-without-t': 'm is divided by 1 - beta1 in every step: divide it by 1 - beta1^t.',
  'adam/v-corrected-without-t': 'v is divided by 1 - beta2 in every step: divide it by 1 - beta2^t.',
  'adam/corrected-with-power-of-difference':
    'm and v are divided by (1 - beta)^t: only beta is raised to the power t, so divide by 1 - beta^t.',
  'adam/m-corrected-with-beta2': 'The bias of m is corrected with beta2, but should be corrected with beta1.',
  'adam/betas-swapped': 'beta1 and beta2 are swapped.',
  'adam/m-with-beta2': 'm decays with beta2, but should decay with beta1.',
  'adam/v-with-beta1': 'v decays with beta1, but should decay with beta2.',
  'adam/epsilon-before-correction':
    'epsilon is added before the bias of v is corrected: correct v, take the root, then add epsilon.',
  'adam/no-root': 'The step is divided by v itself: divide by its root.',
  'adam/v-of-gradients': 'v averages dw, but should average dw².',
  'adam/v-of-m': 'v averages the square of the new m, but should average dw².',
  'adam/v-of-absolutes': 'v averages |dw|, but should average dw².',
  'adam/m-new-without-share': 'dw is added to m without its share, 1 - beta1.',
  'adam/v-new-without-share': 'dw² is added to v without its share, 1 - beta2.',
  'adam/gradient-alone': 'w moves by the gradient alone, but should move by the corrected m.',
  'adam/t-too-large': 't is one too large when the bias is corrected: the first step should have t = 1.',
  'adam/t-before-counting':
    'The step uses t before it is incremented: in the first step, 1 - beta1 ** t is 0.',
  'adam/t-by-two': 't grows by 2 in each step, but should count the steps: 1, 2, 3.',
  'adam/t-always-1': 't is 1 in every step: count on from config.t.',
  'adam/corrected-handed-on':
    'The returned moments are bias-corrected: return m and v as they were before the correction.',
  'adam/m-forgets': 'The old m has no effect: every step starts from 0.',
  'adam/v-forgets': 'The old v has no effect: every step starts from 0.',
  'nesterovMomentum/plain-momentum':
    'w moves by the new velocity, as with plain momentum: move it by momentum · velocity - learningRate · dw, with the new velocity.',
  'nesterovMomentum/no-gradient-step':
    'w only moves ahead by momentum times the velocity: subtract learningRate · dw as well.',
  'nesterovMomentum/whole-velocity': 'w moves ahead by the whole velocity: multiply it by momentum.',
  'nesterovMomentum/velocity-and-ahead':
    'w moves by the whole velocity, and then by momentum times the velocity: replace the whole velocity by the gradient step, -learningRate · dw.',
  'nesterovMomentum/momentum-squared':
    'w moves ahead by momentum² times the velocity: multiply by momentum once.',
  'nesterovMomentum/step-added': 'learningRate · dw is added when w moves: subtract it.',
  'nesterovMomentum/subtracted': 'w moves against the velocity: add momentum times the velocity.',
  'nesterovMomentum/uphill': 'The gradient pushes the velocity uphill: subtract learningRate · dw from it.',
  'nesterovMomentum/no-learning-rate': 'The gradient is added to the velocity without the learning rate.',
  'nesterovMomentum/step-without-learning-rate':
    'w moves by the whole gradient: multiply it by the learning rate.',
  'nesterovMomentum/forgets': 'The old velocity has no effect: every step starts from velocity 0.',
  'nesterovMomentum/no-momentum': 'The old velocity is not multiplied by momentum.',
  'nesterovMomentum/one-minus-momentum':
    'The old velocity is multiplied by 1 - momentum, but should be multiplied by momentum.',
  'nesterovMomentum/damped': 'The gradient is multiplied by 1 - momentum: leave out that factor.',
  'nesterovMomentum/as-in-pytorch':
    'config.velocity collects gradients, as in PyTorch. Here it should be a step: momentum · velocity - learningRate · dw.',
  'nesterovMomentum/old-velocity-handed-on':
    'config.velocity is still the old one: return the one that includes this gradient.',
  'nesterovMomentum/step-handed-on':
    'config.velocity is the step of w: return the velocity, momentum · velocity - learningRate · dw.',
} as const
