import './home.ts'
import envPaths from 'env-paths'

/** Where what can be had again is kept for all copies of the kit: in the user's cache folder. */
export const cacheFolder = envPaths('cnn-from-scratch', { suffix: '' }).cache
