/**
 * How the learning rate changes in the course of training: takes the share of all steps that have been taken, 0 to 1,
 * and returns what the learning rate is multiplied by.
 */
export type Schedule = (progress: number) => number

/** Always the same learning rate. */
export const constant: Schedule = () => 1

/**
 * A tenth of the learning rate after half of the steps, and a hundredth after three quarters: He et al. 2015, "Deep
 * residual learning for image recognition", section 4.2 (after 32,000 and 48,000 of 64,000 steps).
 */
export const stepDown: Schedule = (progress) => (progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01)

/**
 * Falls slowly, then fast, then slowly to 0: (1 + cos(π · progress)) / 2. Loshchilov and Hutter 2016, "SGDR", equation 5,
 * without restarts.
 */
export const cosine: Schedule = (progress) => (1 + Math.cos(Math.PI * progress)) / 2

/** The factor that {@link oneCycle} begins with. */
const FIRST = 1 / 25

/**
 * Rises evenly from a twenty-fifth to the whole learning rate, and falls to 0 from there as {@link cosine} does. The
 * rise lets the learning rate be several times as high as one that would have to be right from the first step. Smith
 * and Topin 2017, "Super-convergence"; Smith 2018, "A disciplined approach to neural network hyper-parameters".
 *
 * @param warmUp - the share of all steps in which it rises, from 0 up to but not including 1
 */
export const oneCycle =
  (warmUp: number): Schedule =>
  (progress) =>
    progress < warmUp ? FIRST + (1 - FIRST) * (progress / warmUp) : cosine((progress - warmUp) / (1 - warmUp))
