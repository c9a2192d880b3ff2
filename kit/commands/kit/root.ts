import { join } from 'node:path'

/** The folder of the kit, independent of the current directory. */
export const root: string = join(import.meta.dirname, '../../..')
