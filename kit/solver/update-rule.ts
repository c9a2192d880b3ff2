import { add, formatShape, mul, sameShape, sub, Tensor } from '#kit/tensor/index.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The settings of an update rule, and its state from step to step. */
export interface OptimizerConfig {
  /** The step size. */
  learningRate: number
}

/**
 * An update rule, such as `sgd`: takes weights, their gradient and its config, and returns the next weights together
 * with the config for the next step.
 */
export type UpdateRule = (w: Tensor, dw: Tensor, config: OptimizerConfig) => { w: Tensor; config: object }

/** One step of an update rule for one parameter. */
interface Update {
  /** The name of the rule for error messages. */
  ruleName: string
  rule: UpdateRule
  /** The parameter's name. */
  name: string
  w: Tensor
  dw: Tensor | undefined
  config: OptimizerConfig
  /** The factor by which w is added to its gradient. */
  weightDecay: number
  /** The share of w that the step takes away, besides what the rule does. */
  decoupledWeightDecay: number
}

/**
 * Returns the next value of a parameter and the config for the next step. Checks everything that a learner may get
 * wrong.
 *
 * @throws UserError when the gradient or the result of the rule does not fit the parameter
 */
export function update({ ruleName, rule, name, w, dw, config, weightDecay, decoupledWeightDecay }: Update): {
  w: Tensor
  config: object
} {
  if (!fits(dw, w)) {
    throw new UserError(
      'bad-gradient',
      `loss() must return grads.${name} as ${describe(w)}, like ${name}, but it is ${describe(dw)}.`,
    )
  }
  const gradient = weightDecay === 0 ? dw : add(dw, mul(weightDecay, w))
  const next: { w?: unknown; config?: unknown } | undefined = rule(w, gradient, config)
  if (!fits(next?.w, w)) {
    throw new UserError(
      'bad-update',
      `The update rule ${ruleName} must return { w, config } with w as ${describe(w)}, ` +
        `like ${name}, but its w is ${describe(next?.w)}.`,
    )
  }
  if (typeof next?.config !== 'object' || next.config === null) {
    throw new UserError(
      'bad-update',
      `The update rule ${ruleName} must return { w, config } with the settings for the next step as config, ` +
        `but its config is ${describe(next?.config)}.`,
    )
  }
  const after = decoupledWeightDecay === 0 ? next.w : sub(next.w, mul(decoupledWeightDecay, w))
  return { w: after, config: next.config }
}

const fits = (value: unknown, w: Tensor): value is Tensor =>
  value instanceof Tensor && sameShape(value.shape, w.shape)

const describe = (value: unknown): string =>
  value instanceof Tensor
    ? `a tensor of shape ${formatShape(value.shape)}`
    : value === undefined || value === null
      ? String(value)
      : `of type ${typeof value}`
