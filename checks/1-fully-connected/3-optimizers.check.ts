import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { linspace, randn, Random, tensor, Tensor, zeros } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/cases/arbitraries.ts'
import { check, todo } from '../support/running/check.ts'
import { expectClose, expectThat } from '../support/comparing/compare.ts'
import { CheckFailure } from '../support/explaining/failure.ts'
import { explainSecondStep } from '../support/explaining/second-step.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { golden, goldenCases, readReference } from '../support/comparing/golden.ts'
import { definitions, follow, type RuleDefinition } from '../support/definitions/update-rules.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork(
  '1-fully-connected/optimizers.ts',
  () => import('#work/1-fully-connected/optimizers.ts'),
)

/** A config as the checks see it: the settings are numbers, the state is tensors and a step count. */
type Config = Record<string, number | Tensor | undefined>
type UpdateRule = (w: Tensor, dw: Tensor, config?: Config) => { w: Tensor; config: Config }
type RuleName = keyof typeof definitions

/** Returns the update rule under test. */
const ruleNamed = (name: RuleName): UpdateRule => graded(work, name, ['w', 'config']) as UpdateRule

const fraction = fc.integer({ min: 1, max: 99 }).map((hundredths) => hundredths / 100)
const epsilon = fc.constantFrom(1e-8, 1e-3, 0.1)

const STEPS = 4

/** Weights, the gradients of a few steps, and settings far from the defaults. */
const walkCase = tensors(
  fc.record({
    shape: fc.array(size(1, 3), { minLength: 1, maxLength: 3 }),
    settings: fc.record({
      learningRate: fc.oneof({ weight: 4, arbitrary: fraction }, { weight: 1, arbitrary: fc.constant(3) }),
      momentum: fraction,
      decayRate: fraction,
      beta1: fraction,
      beta2: fraction,
      epsilon,
    }),
  }),
  ({ shape }) => ({ w: shape, gradients: [STEPS, ...shape] }),
  108,
)

/** Splits the gradients of all steps into one tensor per step. */
const eachOf = (gradients: Tensor, { size: length, shape }: Tensor): Tensor[] =>
  Array.from({ length: STEPS }, (_, step) =>
    tensor(Array.from(gradients.data.subarray(step * length, (step + 1) * length))).reshape(shape),
  )

const stateOf = (config: Config, name: string, rule: string): Config[string] => {
  const value = config?.[name]
  if (value !== undefined) return value
  throw new CheckFailure(
    'Wrong answer',
    cause('optimizer/state-not-handed-on', {
      rule,
      name,
      held: Object.keys(config ?? {}).join(', ') || 'nothing',
    }),
  )
}

function expectCount(key: string, held: unknown, right: number): void {
  expectThat(held === right, cause('optimizer/wrong-count', { key, held: String(held), right }))
}

/** Registers the checks that every update rule must pass. */
function checkRule(name: RuleName): void {
  const update = ruleNamed(name)
  const definition: RuleDefinition = definitions[name]
  const { step, defaults, state } = definition

  /** Returns the result of the rule after each step. */
  const stepsOf = (w: Tensor, gradients: readonly Tensor[], given: Config): ReturnType<UpdateRule>[] => {
    let current = { w, config: given }
    return gradients.map((gradient) => (current = update(current.w, gradient, current.config)))
  }

  /** Takes several steps with the rule and compares each weight with the definition. */
  const walk = (
    w: Tensor,
    gradients: readonly Tensor[],
    settings: Record<string, number>,
    given: Config,
  ): void => {
    stepsOf(w, gradients, given).forEach(({ w: reached, config }, i) => {
      const end = follow(step, w, gradients.slice(0, i + 1), settings)
      const compare = (what: string, actual: unknown, expected: Tensor): void => {
        expectClose(`${what} after step ${i + 1}`, actual, expected, 1e-9)
      }
      compare('w', reached, end.w)
      for (const key of state) {
        const held = stateOf(config, key, name)
        if (typeof held === 'number') expectCount(key, held, i + 1)
        else compare(`config.${key}`, held, end.state(key))
      }
    })
  }

  check('several steps with the usual settings follow the definition', () => {
    forAll(walkCase, ({ w, gradients }) => walk(w, eachOf(gradients, w), defaults, {}))
  })

  check('several steps with other settings follow the definition', () => {
    forAll(walkCase, ({ w, gradients, settings }) => {
      const given = Object.fromEntries(
        Object.keys(defaults).map((key) => [key, settings[key as keyof typeof settings]]),
      )
      walk(w, eachOf(gradients, w), given, given)
    })
  })

  check('the second step continues from the config that the first step returned', () => {
    const random = new Random(12)
    const [w, ...gradients] = Array.from({ length: 3 }, () => randn([3], { random }))
    const first = update(w, gradients[0], {})
    expectClose('w after step 1', first.w, follow(step, w, gradients.slice(0, 1), defaults).w, 1e-9)
    const second = update(first.w, gradients[1], first.config)
    const withoutState = (key: string): Tensor =>
      update(first.w, gradients[1], { ...first.config, [key]: undefined }).w
    expectClose('w after step 2', second.w, follow(step, w, gradients, defaults).w, 1e-9, {
      onlyCause: explainSecondStep(state, second.w, withoutState),
    })
  })

  check('needs no config at all', () => {
    const random = new Random(9)
    const [w, dw] = [randn([2, 3], { random }), randn([2, 3], { random })]
    expectClose('w without a config', update(w, dw).w, update(w, dw, {}).w, 0)
  })

  check('keeps its settings in the config that it returns', () => {
    const settings = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, value / 2]))
    const { config } = update(tensor([1, 2]), tensor([3, 4]), settings)
    for (const [key, value] of Object.entries(settings)) {
      expectThat(
        config?.[key] === value,
        cause('optimizer/setting-changed', { key, value, held: String(config?.[key]) }),
      )
    }
  })

  check('remembers nothing except in its config', () => {
    const random = new Random(10)
    const [w, other, dw] = Array.from({ length: 3 }, () => randn([4], { random }))
    const first = update(w, dw, {})
    const then = update(other, w, {})
    update(other, w, then.config)
    const onlyCause = 'optimizer/remembers-outside-config'
    expectClose('w of the same step taken again', update(w, dw, {}).w, first.w, 0, { onlyCause })
    expectThat(
      then.w.data.some((value, i) => value !== first.w.data[i]),
      'optimizer/repeats-earlier-step',
    )
  })

  check('a zero gradient in the first step changes nothing', () => {
    expectClose('w', update(tensor([1, -2]), zeros([2]), {}).w, tensor([1, -2]), 0)
  })

  check('agrees with reference values computed by NumPy', (report) => {
    for (const { inputs, expected } of goldenCases(name)) {
      let { w, config } = { w: inputs.w as Tensor, config: inputs.config as Config }
      inputs.dws.forEach((dw: Tensor, i: number) => {
        ;({ w, config } = update(w, dw, config))
        report.relativeError('w', expectClose(`w after step ${i + 1}`, w, expected.ws[i], 1e-9), 1e-9)
      })
    }
  })
}

const published = readReference('cs231n')
const w = linspace(-0.4, 0.6, 20).reshape([4, 5])
const dw = linspace(-0.6, 0.4, 20).reshape([4, 5])

/** Registers a check of one step from a given state against the tables published by CS231n. */
function checkPublished(name: RuleName, table: string, config: Config): void {
  check('agrees with the table published by CS231n', (report) => {
    const next = ruleNamed(name)(w, dw, config)
    report.relativeError('w', expectClose('w', next.w, golden(published[table].next_w), 1e-9), 1e-9)
    for (const key of definitions[name].state) {
      const held = stateOf(next.config, key, name)
      if (typeof held === 'number') expectCount(key, held, published[table][key])
      else expectClose(`config.${key}`, held, golden(published[table][key]), 1e-9)
    }
  })
}

const extra = readReference('extra')

/** Registers a check of three steps with unusual settings, in which one weight never has a gradient. */
function checkThreeSteps(name: RuleName, table: string, config: Config): void {
  const update = ruleNamed(name)
  check('three steps with unusual settings agree with reference values', (report) => {
    let current = { w: golden(extra[table].w0), config }
    extra[table].dw.forEach((gradient: number[], t: number) => {
      current = update(current.w, golden(gradient), current.config)
      const expected = golden(extra[table].w_after_each[t])
      report.relativeError('w', expectClose(`w after step ${t + 1}`, current.w, expected, 1e-9), 1e-9)
    })
  })
}

todo('1.7', () => checkRule('sgd'))

todo('1.8', () => {
  checkRule('sgdMomentum')
  const velocity = linspace(0.6, 0.9, 20).reshape([4, 5])
  checkPublished('sgdMomentum', 'sgd_momentum', { learningRate: 1e-3, velocity })
  checkThreeSteps('sgdMomentum', 'sgd_momentum_3steps', { learningRate: 0.1, momentum: 0.5 })
})

todo('1.9', () => {
  checkRule('rmsprop')
  const cache = linspace(0.6, 0.9, 20).reshape([4, 5])
  checkPublished('rmsprop', 'rmsprop', { learningRate: 1e-2, cache })
  checkThreeSteps('rmsprop', 'rmsprop_3steps', { learningRate: 0.1, decayRate: 0.9, epsilon: 1e-3 })
})

todo('1.10', () => {
  checkRule('adam')
  const m = linspace(0.6, 0.9, 20).reshape([4, 5])
  const v = linspace(0.7, 0.5, 20).reshape([4, 5])
  checkPublished('adam', 'adam', { learningRate: 1e-2, m, v, t: 5 })
  checkThreeSteps('adam', 'adam_3steps', { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 })
})
