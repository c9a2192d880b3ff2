import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { add, mul, randn, Random, sub, tensor, Tensor, zeros, zerosLike } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, todo } from '../support/running/check.ts'
import { expectClose, expectThat } from '../support/comparing/compare.ts'
import { CheckFailure } from '../support/explaining/failure.ts'
import { explainSecondStep } from '../support/explaining/second-step.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { goldenCases } from '../support/comparing/golden.ts'
import { follow, nesterovMomentum as definition } from '../support/definitions/update-rules.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('6-cifar10/nesterov-momentum.ts', () => import('#work/6-cifar10/nesterov-momentum.ts'))
const nesterovMomentum = graded(work, 'nesterovMomentum', ['w', 'config'])

type Config = NonNullable<Parameters<typeof nesterovMomentum>[2]>

const fraction = fc.integer({ min: 1, max: 99 }).map((hundredths) => hundredths / 100)

const STEPS = 4

/** Weights, the gradients of a few steps, and settings far from the defaults. */
const walkCase = tensors(
  fc.record({
    shape: fc.array(size(1, 3), { minLength: 1, maxLength: 3 }),
    settings: fc.record({ learningRate: fraction, momentum: fraction }),
  }),
  ({ shape }) => ({ w: shape, gradients: [STEPS, ...shape] }),
  108,
).map(({ w, gradients, settings }) => ({ w, gradients: eachOf(gradients), settings }))

/** Splits the gradients of all steps into one tensor per step. */
const eachOf = ({ data, shape: [count, ...shape] }: Tensor): Tensor[] =>
  Array.from({ length: count }, (_, step) => {
    const length = data.length / count
    return new Tensor(data.slice(step * length, (step + 1) * length), shape)
  })

const velocityOf = ({ velocity, ...others }: Config): Tensor => {
  if (velocity !== undefined) return velocity
  const held = Object.keys(others).join(', ') || 'nothing'
  throw new CheckFailure(
    'Wrong answer',
    cause('optimizer/state-not-handed-on', { rule: 'nesterovMomentum', name: 'velocity', held }),
  )
}

/** Takes a step with each gradient, and compares weights and velocity with the definition. */
function walk(
  w: Tensor,
  gradients: readonly Tensor[],
  settings: Record<string, number>,
  given: Config,
): void {
  let current = { w, config: given }
  gradients.forEach((gradient, i) => {
    current = nesterovMomentum(current.w, gradient, current.config)
    const end = follow(definition.step, w, gradients.slice(0, i + 1), settings)
    expectClose(`w after step ${i + 1}`, current.w, end.w, 1e-9)
    expectClose(
      `config.velocity after step ${i + 1}`,
      velocityOf(current.config),
      end.state('velocity'),
      1e-9,
    )
  })
}

todo('6.5', () => {
  check('two steps of the weights 1 and -2', () => {
    const gradients = [tensor([2, -4]), tensor([2, 4])]
    const settings = { learningRate: 0.1, momentum: 0.9 }
    walk(tensor([1, -2]), gradients, settings, settings)
  })

  check('several steps with the usual settings follow the definition', () => {
    forAll(walkCase, ({ w, gradients }) => walk(w, gradients, definition.defaults, {}))
  })

  check('several steps with other settings follow the definition', () => {
    forAll(walkCase, ({ w, gradients, settings }) => walk(w, gradients, settings, settings))
  })

  check('in a valley, w is where the velocity leads', () => {
    // The method as it is usually told: the gradient is measured ahead, and place moves by the velocity.
    const [curvature, settings] = [tensor([1, 30]), { learningRate: 0.02, momentum: 0.8 }]
    let [place, velocity] = [tensor([-4, 0.5]), zeros([2])]
    let current: { w: Tensor; config: Config } = { w: place, config: settings }
    for (let step = 1; step <= 20; step++) {
      const ahead = add(place, mul(settings.momentum, velocity))
      velocity = sub(mul(settings.momentum, velocity), mul(settings.learningRate, mul(curvature, ahead)))
      place = add(place, velocity)
      current = nesterovMomentum(current.w, mul(curvature, current.w), current.config)
      const leads = add(place, mul(settings.momentum, velocity))
      expectClose(`w after step ${step}`, current.w, leads, 1e-9)
    }
  })

  check('the second step continues from the config that the first step returned', () => {
    const random = new Random(12)
    const [w, ...gradients] = Array.from({ length: 3 }, () => randn([3], { random }))
    const rightAfter = (steps: number) =>
      follow(definition.step, w, gradients.slice(0, steps), definition.defaults)
    const first = nesterovMomentum(w, gradients[0], {})
    expectClose('w after step 1', first.w, rightAfter(1).w, 1e-9)
    const second = nesterovMomentum(first.w, gradients[1], first.config)
    const withoutVelocity = () =>
      nesterovMomentum(first.w, gradients[1], { ...first.config, velocity: undefined }).w
    expectClose('w after step 2', second.w, rightAfter(2).w, 1e-9, {
      onlyCause: explainSecondStep(['velocity'], second.w, withoutVelocity),
    })
  })

  check('needs no config at all', () => {
    const random = new Random(9)
    const [w, dw] = [randn([2, 3], { random }), randn([2, 3], { random })]
    expectClose('w without a config', nesterovMomentum(w, dw).w, nesterovMomentum(w, dw, {}).w, 0)
  })

  check('keeps its settings in the config that it returns', () => {
    const settings = { learningRate: 0.125, momentum: 0.75 }
    const { config } = nesterovMomentum(tensor([1, 2]), tensor([3, 4]), settings)
    for (const key of ['learningRate', 'momentum'] as const) {
      const [value, held] = [settings[key], String(config?.[key])]
      expectThat(config?.[key] === value, cause('optimizer/setting-changed', { key, value, held }))
    }
  })

  check('remembers nothing except in its config', () => {
    const random = new Random(10)
    const [w, other, dw] = Array.from({ length: 3 }, () => randn([4], { random }))
    const first = nesterovMomentum(w, dw, {})
    nesterovMomentum(other, w, nesterovMomentum(other, w, {}).config)
    expectClose('w of the same step taken again', nesterovMomentum(w, dw, {}).w, first.w, 0, {
      onlyCause: 'optimizer/remembers-outside-config',
    })
  })

  check('without a gradient, the velocity fades, and w still moves ahead', () => {
    const [w, velocity] = [tensor([1, -2]), tensor([0.5, 1])]
    const { w: next } = nesterovMomentum(w, zerosLike(w), { learningRate: 0.1, momentum: 0.5, velocity })
    expectClose('w', next, tensor([1.125, -1.75]), 1e-12)
  })

  check('agrees with reference values computed by PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('nesterovMomentum')) {
      let { w, config } = inputs as { w: Tensor; config: Config }
      inputs.dws.forEach((dw: Tensor, i: number) => {
        ;({ w, config } = nesterovMomentum(w, dw, config))
        report.relativeError('w', expectClose(`w after step ${i + 1}`, w, expected.ws[i], 1e-9), 1e-9)
      })
      expectClose('config.velocity', velocityOf(config), expected.state.velocity, 1e-9)
    }
  })
})
