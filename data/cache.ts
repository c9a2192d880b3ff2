import { join } from 'node:path'
import { cacheFolder as usersFolder } from '#kit/system/cache-folder.ts'

/** The folder into which the official archive unpacks. */
export const UNPACKED_FOLDER = 'cifar-10-batches-bin'

/** Returns the folder that all copies of the kit share: the environment's `CIFAR10_DIR`, or the user's cache folder. */
export const cacheFolder = (): string => process.env.CIFAR10_DIR || usersFolder

/** Returns the folder inside a cache folder that holds the six files once all of them are complete and correct. */
export const installedFolder = (cache: string = cacheFolder()): string => join(cache, UNPACKED_FOLDER)
