import { join } from 'node:path'

/** The folder of the kit, wherever the command was started. */
export const root: string = join(import.meta.dirname, '../../..')
