import { isAbsolute, join, relative, sep } from 'node:path'

/** The folder of the kit, independent of the current directory. */
export const root: string = join(import.meta.dirname, '../..')

/** Returns a path relative to the kit's folder, with forward slashes, if it is inside. */
export function displayed(path: string): string {
  const fromKit = relative(root, path)
  const isInside = fromKit !== '' && !isAbsolute(fromKit) && fromKit.split(sep)[0] !== '..'
  return isInside ? fromKit.replaceAll('\\', '/') : path
}
