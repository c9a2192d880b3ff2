import { join } from 'node:path'
import { cacheFolder as usersFolder } from '#kit/system/cache-folder.ts'

/** The folder into which the official archive unpacks. */
export const UNPACKED_FOLDER = 'cifar-10-batches-bin'

/** The folder that all clones of the kit share: `CIFAR10_DIR` of the environment, or the user's cache folder. */
export const cacheFolder = (): string => process.env.CIFAR10_DIR || usersFolder

/** The folder inside a cache folder that holds the six files once they are all there and right. */
export const installedFolder = (cache: string = cacheFolder()): string => join(cache, UNPACKED_FOLDER)
