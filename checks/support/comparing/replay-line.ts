import { expect } from 'vitest'

/**
 * Reads the environment variable REPLAY, which `forAll` prints with a failure: a seed, and the path to one case of
 * those that it gives. The seed alone repeats all of them.
 */
export function replayed(): { seed?: number; path?: string } {
  const [, seed, path] = /^(-?\d+)(?::(.+))?$/.exec(process.env.REPLAY ?? '') ?? []
  return seed === undefined ? {} : { seed: Number(seed), path: path && lengthened(path) }
}

/** Shortens a path of fast-check, most of whose steps are often the same: `3:0:0:0:1` becomes `3:0x3:1`. */
const shortened = (path: string): string =>
  path.replaceAll(
    /(?<=^|:)(\d+)(?::\1(?=:|$))+/g,
    (steps, step: string) => `${step}x${steps.split(':').length}`,
  )

/** Restores a path that was {@link shortened}. */
const lengthened = (path: string): string =>
  path.replaceAll(/(\d+)x(\d+)/g, (_, step: string, count: string) =>
    Array(Number(count)).fill(step).join(':'),
  )

/**
 * Returns the command that tries one case of the check under way again.
 *
 * @param path - fast-check's path to the case
 */
export function replayLine(seed: number, path: string): string {
  const { currentTestName = '', testPath = '' } = expect.getState()
  const file = /checks[\\/].*$/.exec(testPath)?.[0].replaceAll('\\', '/') ?? ''
  // -t takes a regular expression; a dot replaces every character that is special in it or in a shell.
  const pattern = currentTestName.replaceAll(/[\\^$*+?()[\]{}|"`]/g, '.')
  const command = `npx vitest run ${file} -t "${pattern}"`
  // A replay must lend the same solutions again.
  const variables = [...(process.env.CNN_LEND ? ['CNN_LEND=1'] : []), `REPLAY=${seed}:${shortened(path)}`]
  if (process.platform !== 'win32') return [...variables, command].join(' ')
  // PowerShell keeps a variable for all subsequent commands.
  const [set, unset] = [variables, variables.map((each) => each.replace(/=.*/, '=$null'))].map((each) =>
    each.map((variable) => `$env:${variable}`),
  )
  return [...set, command, ...unset].join('; ')
}
