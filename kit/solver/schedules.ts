/**
 * A learning-rate schedule: takes the share of all steps taken so far, 0 to 1, and returns the factor that multiplies
 * the learning rate.
 */
export type Schedule = (progress: number) => number

/** Keeps the learning rate constant. */
export const constant: Schedule = () => 1

/**
 * Multiplies the learning rate by 0.1 after half of the steps, and by 0.01 after three quarters: He et al. 2015, "Deep
 * residual learning for image recognition", section 4.2 (after 32,000 and 48,000 of 64,000 steps).
 */
export const stepDown: Schedule = (progress) => (progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01)

/**
 * Falls slowly, then fast, then slowly to 0: (1 + cos(π · progress)) / 2. Loshchilov and Hutter 2016, "SGDR", equation
 * 5, without restarts.
 */
export const cosine: Schedule = (progress) => (1 + Math.cos(Math.PI * progress)) / 2

/** The initial and the final factor of {@link triangle}. */
const [LOWEST_AT_START, LOWEST_AT_END] = [0.2, 0.07]

/**
 * Returns a schedule that rises linearly from 0.2 to the full learning rate, and then falls linearly to 0.07. It keeps
 * the learning rate high for most of a short training (Smith 2017, "Cyclical learning rates", as one cycle; Jordan 2024,
 * arXiv 2404.00498, with these numbers).
 *
 * @param warmUp - the share of all steps in which it rises, from 0 up to but not including 1
 */
export const triangle =
  (warmUp: number): Schedule =>
  (progress) =>
    progress < warmUp
      ? LOWEST_AT_START + (1 - LOWEST_AT_START) * (progress / warmUp)
      : 1 - (1 - LOWEST_AT_END) * ((progress - warmUp) / (1 - warmUp))

/** The initial factor of {@link oneCycle}. */
const FIRST = 1 / 25

/**
 * Returns a schedule that rises linearly from 1/25 to the full learning rate, and then falls to 0 like {@link cosine}.
 * The rise allows a learning rate several times as high as one that must work from the first step. Smith and Topin
 * 2017, "Super-convergence"; Smith 2018, "A disciplined approach to neural network hyper-parameters".
 *
 * @param warmUp - the share of all steps in which it rises, from 0 up to but not including 1
 */
export const oneCycle =
  (warmUp: number): Schedule =>
  (progress) =>
    progress < warmUp ? FIRST + (1 - FIRST) * (progress / warmUp) : cosine((progress - warmUp) / (1 - warmUp))
