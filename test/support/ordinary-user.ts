import { spawnSync } from 'node:child_process'

/**
 * What a command starts with, so that permissions count: root may write everywhere. Undefined if there is no way to do
 * without what makes it root.
 */
export const ordinaryUser: readonly string[] | undefined = (() => {
  if (process.getuid?.() !== 0) return process.platform === 'win32' ? undefined : []
  const withoutCapabilities = ['setpriv', '--bounding-set=-all', '--inh-caps=-all']
  const [program, ...options] = withoutCapabilities
  return spawnSync(program, [...options, 'true']).status === 0 ? withoutCapabilities : undefined
})()
