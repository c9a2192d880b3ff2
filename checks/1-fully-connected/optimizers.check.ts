import fc from 'fast-check'
import { linspace, randn, Random, tensor, zeros, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from '../support/arbitraries.ts'
import { check, todo } from '../support/check.ts'
import { expectClose, expectTensor, expectThat } from '../support/compare.ts'
import { CheckFailure } from '../support/failure.ts'
import { forAll } from '../support/for-all.ts'
import { golden, goldenCases, readReference } from '../support/golden.ts'
import { graded, loadWork } from '../support/work.ts'

const work = loadWork(
  '1-fully-connected/optimizers.ts',
  () => import('#work/1-fully-connected/optimizers.ts'),
)

/** A config as the checks see it: settings are numbers, and the state is tensors and a step count. */
type Config = Record<string, number | Tensor | undefined>
type UpdateRule = (w: Tensor, dw: Tensor, config?: Config) => { w: Tensor; config: Config }

interface Rule {
  update: UpdateRule
  /** The rule for one weight, written down from its definition: changes `state` and returns the step. */
  step: (dw: number, settings: Record<string, number>, state: Record<string, number>) => number
  /** The usual settings. */
  defaults: Record<string, number>
  /** The parts of the config that must be handed on from step to step. */
  state: readonly string[]
}

const rules = {
  sgd: {
    update: graded(work, 'sgd', ['w', 'config']) as UpdateRule,
    step: (dw, { learningRate }) => -learningRate * dw,
    defaults: { learningRate: 1e-2 },
    state: [],
  },
  sgdMomentum: {
    update: graded(work, 'sgdMomentum', ['w', 'config']) as UpdateRule,
    step: (dw, { learningRate, momentum }, state) => {
      state.velocity = momentum * (state.velocity ?? 0) - learningRate * dw
      return state.velocity
    },
    defaults: { learningRate: 1e-2, momentum: 0.9 },
    state: ['velocity'],
  },
  rmsprop: {
    update: graded(work, 'rmsprop', ['w', 'config']) as UpdateRule,
    step: (dw, { learningRate, decayRate, epsilon }, state) => {
      state.cache = decayRate * (state.cache ?? 0) + (1 - decayRate) * dw ** 2
      return (-learningRate * dw) / (Math.sqrt(state.cache) + epsilon)
    },
    defaults: { learningRate: 1e-2, decayRate: 0.99, epsilon: 1e-8 },
    state: ['cache'],
  },
  adam: {
    update: graded(work, 'adam', ['w', 'config']) as UpdateRule,
    step: (dw, { learningRate, beta1, beta2, epsilon }, state) => {
      state.t = (state.t ?? 0) + 1
      state.m = beta1 * (state.m ?? 0) + (1 - beta1) * dw
      state.v = beta2 * (state.v ?? 0) + (1 - beta2) * dw ** 2
      const root = Math.sqrt(state.v / (1 - beta2 ** state.t))
      return (-learningRate * (state.m / (1 - beta1 ** state.t))) / (root + epsilon)
    },
    defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    state: ['m', 'v', 't'],
  },
} satisfies Record<string, Rule>

const fraction = fc.integer({ min: 1, max: 99 }).map((hundredths) => hundredths / 100)
const epsilon = fc.constantFrom(1e-8, 1e-3, 0.1)

const STEPS = 4

/** Weights, the gradients of a few steps, and settings far from the usual ones. */
const walkCase = tensors(
  fc.record({
    shape: fc.array(size(1, 3), { minLength: 1, maxLength: 3 }),
    settings: fc.record({
      learningRate: fraction,
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

const gradientAt = (gradients: Tensor, step: number, w: Tensor): Tensor =>
  tensor(Array.from(gradients.data.subarray(step * w.size, (step + 1) * w.size))).reshape(w.shape)

const stateOf = (config: Config, name: string, rule: string): Config[string] => {
  const value = config?.[name]
  if (value !== undefined) return value
  throw new CheckFailure(
    'Wrong answer',
    `${rule} should hand on config.${name}, but the config that it returns holds ${Object.keys(config ?? {}).join(', ') || 'nothing'}.`,
  )
}

/** The checks that every update rule must pass. */
function checkRule(name: keyof typeof rules): void {
  const { update, step, defaults, state }: Rule = rules[name]

  /** Takes several steps with the rule and, weight by weight, with its definition. */
  const walk = (w: Tensor, gradients: Tensor, settings: Record<string, number>, given: Config): void => {
    const states = Array.from(w.data, () => ({}) as Record<string, number>)
    let config = given
    let current = w
    let expected = w
    for (let t = 0; t < STEPS; t++) {
      const dw = gradientAt(gradients, t, w)
      ;({ w: current, config } = update(current, dw, config))
      expected = tensor(
        Array.from(expected.data, (value, i) => value + step(dw.data[i], settings, states[i])),
      ).reshape(w.shape)
      expectClose(`w after step ${t + 1}`, current, expected, 1e-9)
      for (const key of state) {
        const held = stateOf(config, key, name)
        if (typeof held === 'number')
          expectThat(
            held === states[0][key],
            `config.${key} is ${held} after step ${t + 1}, but should be ${states[0][key]}.`,
          )
        else
          expectClose(
            `config.${key} after step ${t + 1}`,
            held,
            tensor(states.map((one) => one[key])).reshape(w.shape),
            1e-9,
          )
      }
    }
  }

  check('several steps with the usual settings follow the definition', () => {
    forAll(walkCase, ({ w, gradients }) => walk(w, gradients, defaults, {}))
  })

  check('several steps with other settings follow the definition', () => {
    forAll(walkCase, ({ w, gradients, settings }) => {
      const given = Object.fromEntries(
        Object.keys(defaults).map((key) => [key, settings[key as keyof typeof settings]]),
      )
      walk(w, gradients, given, given)
    })
  })

  check('needs no config at all', () => {
    const random = new Random(9)
    const [w, dw] = [randn([2, 3], { random }), randn([2, 3], { random })]
    expectClose('w without a config', update(w, dw).w, update(w, dw, {}).w, 0)
  })

  check('keeps its settings in the config it returns', () => {
    const settings = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, value / 2]))
    const { config } = update(tensor([1, 2]), tensor([3, 4]), settings)
    for (const [key, value] of Object.entries(settings)) {
      expectThat(
        config?.[key] === value,
        `config.${key} was ${value}, but the returned config has ${String(config?.[key])}.`,
      )
    }
  })

  check('remembers nothing outside its config', () => {
    const random = new Random(10)
    const [w, other, dw] = Array.from({ length: 3 }, () => randn([4], { random }))
    const first = update(w, dw, {})
    update(other, w, update(other, dw, {}).config)
    expectClose('w of the same step taken again', update(w, dw, {}).w, first.w, 0)
  })

  check('a zero gradient with no history moves nothing', () => {
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

  check('keeps float32 as float32', () => {
    const random = new Random(11)
    const [w, dw] = Array.from({ length: 2 }, () => randn([2, 3], { random, dtype: 'float32' }))
    const once = update(w, dw, {})
    expectTensor('w', once.w, [2, 3], 'float32')
    expectTensor('w after a second step', update(once.w, dw, once.config).w, [2, 3], 'float32')
  })
}

const published = readReference('cs231n')
const w = linspace(-0.4, 0.6, 20).reshape([4, 5])
const dw = linspace(-0.6, 0.4, 20).reshape([4, 5])

/** One step from a given state, against the tables that CS231n publishes. */
function checkPublished(name: keyof typeof rules, table: string, config: Config): void {
  check('agrees with the table published by CS231n', (report) => {
    const next = rules[name].update(w, dw, config)
    report.relativeError('w', expectClose('w', next.w, golden(published[table].next_w), 1e-9), 1e-9)
    for (const key of rules[name].state) {
      const held = stateOf(next.config, key, name)
      if (typeof held === 'number')
        expectThat(
          held === published[table][key],
          `config.${key} is ${held}, but should be ${published[table][key]}.`,
        )
      else expectClose(`config.${key}`, held, golden(published[table][key]), 1e-9)
    }
  })
}

const extra = readReference('extra')

/** Three steps with unusual settings, one weight of which never has a gradient. */
function checkThreeSteps(name: keyof typeof rules, table: string, config: Config): void {
  check('three steps with unusual settings agree with reference values', (report) => {
    let current = { w: golden(extra[table].w0), config }
    extra[table].dw.forEach((gradient: number[], t: number) => {
      current = rules[name].update(current.w, golden(gradient), current.config)
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
