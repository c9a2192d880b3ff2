import type { Dataset } from '#data/index.ts'
import { defaultSettings, ruleSettingsOf } from '#kit/training/index.ts'
import { flagOf } from '../setting-options.ts'
import type { RunSettings } from '../training-setup.ts'
import { print } from '../../../text/wrap.ts'

interface Announcement {
  /** The name of the recipe. */
  name: string
  settings: RunSettings
  dataset: Dataset
  /** Whether to say how to download CIFAR-10 if it is not used. */
  hint: boolean
  /** The number of training images used. */
  train: number
}

/** Prints what is about to be trained, on what data, and how. */
export function announce({ name, settings, dataset, hint, train }: Announcement): void {
  const tiny = dataset.name === 'tiny'
  print(
    `Training ${name} of ${settings.work}/ on ${tiny ? 'the small set that ships with the kit' : 'CIFAR-10'}: ` +
      `${train} training images, ${dataset.validation.size} validation images, ${dataset.test.size} test images.`,
  )
  if (tiny && hint) {
    print('"npm run data" downloads all of CIFAR-10. With it, the results are much better.')
  }
  print(describe(settings))
}

/** Describes the settings that affect the results of the run, except those that are not in use. */
function describe(settings: RunSettings): string {
  const { updateRule, learningRate, learningRateDecay, schedule, warmUp, weightDecay } = settings
  const { decoupledWeightDecay, betaRate, lookahead, alternateFlips, border } = settings
  const { batchSize, hidden, weightScale, reg, keepProb, labelSmoothing, flip, shift, seed, workers } =
    settings
  const rule = Object.entries(ruleSettingsOf(settings))
    .filter(([name, value]) => value !== defaultSettings[name as keyof typeof defaultSettings])
    .map(([name, value]) => `${flagOf(name).slice(2).replaceAll('-', ' ')} ${value}`)
  const schedules = {
    constant: '',
    step: 'divided by 10 after 1/2 and 3/4 of the training',
    cosine: 'falling along a cosine',
    'one-cycle': `one cycle, rising for ${warmUp} of the training`,
    triangle: `a triangle, rising for ${warmUp} of the training`,
  }
  const changes = [schedules[schedule], learningRateDecay < 1 && `x ${learningRateDecay} per epoch`].filter(
    Boolean,
  )
  return [
    updateRule,
    `learning rate ${learningRate}${changes.length > 0 ? ` (${changes.join(', ')})` : ''}`,
    ...rule,
    `batches of ${batchSize}`,
    hidden && `hidden ${hidden.join(',')}`,
    weightScale !== undefined && `weight scale ${weightScale}`,
    reg !== undefined && `reg ${reg}`,
    weightDecay > 0 && `weight decay ${weightDecay}${reg ? ' (added to reg)' : ''}`,
    decoupledWeightDecay > 0 && `decoupled weight decay ${decoupledWeightDecay}`,
    betaRate !== 1 && `betas ${betaRate} times as fast`,
    lookahead && 'lookahead',
    settings.keep === 'last' && 'the last parameters kept',
    settings.identityStart && 'identity start',
    labelSmoothing && `label smoothing ${labelSmoothing}`,
    keepProb !== undefined && keepProb < 1 && `keep ${keepProb}`,
    !settings.scale && 'images not scaled',
    flip && (alternateFlips ? 'alternating flips' : 'flips'),
    shift > 0 && `shifts up to ${shift}${border === 'reflection' ? ' with reflected borders' : ''}`,
    `seed ${seed}`,
    settings.fast && "the kit's fast layers",
    workers > 1 && `${workers} workers`,
    settings.preprocessing !== 'built-in' && `images ${settings.preprocessing}`,
  ]
    .filter(Boolean)
    .join(', ')
}
