import { mutant, type Mutant } from '../mutant.ts'

const loop = '[conv, hidden, last].forEach'
const penalty = 'loss += 0.5 * this.reg * sum(mul(W, W))'
const weights = 'add(dw, mul(this.reg, W))'
const through = 'reluBackward(pool.dx, caches.convRelu).dx'

/** Mistakes in the loss of three-layer-conv-net.ts. */
export const mutants: readonly Mutant[] = [
  mutant(
    '4.11',
    'left W1 out of the regularization',
    penalty,
    `if (i > 0) ${penalty}`,
    /weights of the first layer are not regularized/,
  ),
  mutant(
    '4.11',
    'left W3 out of the regularization',
    penalty,
    `if (i < 2) ${penalty}`,
    /weights of the last layer are not regularized/,
  ),
  mutant(
    '4.11',
    'left W2 out of the regularization',
    penalty,
    `if (i !== 1) ${penalty}`,
    /W2 is not regularized/,
  ),
  mutant('4.11', 'forgot the half', '0.5 * this.reg', 'this.reg', /lacks its half/),
  mutant('4.11', 'loss without the regularization', penalty, '', /leaves out the regularization/),
  mutant(
    '4.11',
    'regularized the biases in the loss',
    penalty,
    `${penalty}\n      loss += 0.5 * this.reg * sum(mul(this.params[\`b\${i + 1}\`], this.params[\`b\${i + 1}\`]))`,
    /biases are regularized|Biases, gammas or betas/,
  ),
  mutant(
    '4.11',
    'regularized the gradients of the biases',
    '= db',
    '= add(db, mul(this.reg, this.params[`b${i + 1}`]))',
    /Biases are regularized/,
  ),
  mutant(
    '4.11',
    'forgot the regularization in the gradients',
    weights,
    'dw',
    /gradient of the regularization is missing/,
  ),
  mutant(
    '4.11',
    'doubled the regularization in the gradients',
    'mul(this.reg, W)',
    'mul(2 * this.reg, W)',
    /adds 2 · reg · W/,
  ),
  mutant(
    '4.11',
    'halved the regularization in the gradients',
    'mul(this.reg, W)',
    'mul(0.5 * this.reg, W)',
    /adds 0\.5 · reg · W/,
  ),
  mutant(
    '4.11',
    'regularized only the gradient of W1',
    weights,
    `i === 0 ? ${weights} : dw`,
    /gradient of the regularization is missing/,
  ),
  mutant(
    '4.11',
    'skipped the ReLU behind the convolution on the way back',
    through,
    'pool.dx',
    /skips the ReLU behind the convolution/,
  ),
  mutant(
    '4.11',
    'skipped the hidden ReLU on the way back',
    'reluBackward(last.dx, caches.hiddenRelu).dx',
    'last.dx',
    /skips the ReLU behind the hidden layer/,
  ),
  mutant(
    '4.11',
    'took the cache of the other ReLU',
    'caches.convRelu',
    'caches.hiddenRelu',
    /shapes .* do not broadcast/,
  ),
  mutant(
    '4.11',
    'skipped the pooling on the way back',
    'maxPoolBackward(hidden.dx, caches.pool)',
    '{ dx: hidden.dx }',
    /shapes .* do not broadcast/,
  ),
  mutant('4.11', 'gradients in reverse order', loop, '[last, hidden, conv].forEach', /grads\.W1 has shape/),
  mutant(
    '4.11',
    'gradients named from 0',
    'grads[`W${i + 1}`]',
    'grads[`W${i}`]',
    /grads should hold|grads\.W3/,
  ),
  mutant('4.11', 'forgot the biases', 'grads[`b${i + 1}`] = db', '', /grads should hold|grads\.b1/),
  mutant(
    '4.11',
    'summed the gradients over the examples',
    'affineBackward(dscores,',
    'affineBackward(T.mul(dscores, labels.length),',
    /summed over the examples/,
  ),
  mutant(
    '4.11',
    'averaged the gradients twice',
    'affineBackward(dscores,',
    'affineBackward(T.div(dscores, labels.length),',
    /divided by N twice/,
  ),
  mutant('4.11', 'wrong sign', 'affineBackward(dscores,', 'affineBackward(T.mul(dscores, -1),', /wrong sign/),
  mutant(
    '4.11',
    'took a step itself',
    'const last = ',
    'this.params.W3.data[0] -= 1e-3\n    const last = ',
    /changes its input/,
  ),
  mutant(
    '4.11',
    'went on adding to the loss of the call before',
    'return { loss, grads }',
    'return { loss: ((this as any).kept = ((this as any).kept ?? 0) + loss), grads }',
    /another result the second time/,
  ),
]
