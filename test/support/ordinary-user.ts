import { spawnSync } from 'node:child_process'

/**
 * The command prefix that makes permissions count, because root may write everywhere. It is undefined if there is no
 * way to drop root's capabilities.
 */
export const ordinaryUser: readonly string[] | undefined = (() => {
  if (process.getuid?.() !== 0) return process.platform === 'win32' ? undefined : []
  const withoutCapabilities = ['setpriv', '--bounding-set=-all', '--inh-caps=-all']
  const [program, ...options] = withoutCapabilities
  return spawnSync(program, [...options, 'true']).status === 0 ? withoutCapabilities : undefined
})()
