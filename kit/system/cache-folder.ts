import './home.ts'
import envPaths from 'env-paths'

/** The folder for downloads that all copies of the kit share, inside the user's cache folder. */
export const cacheFolder = envPaths('cnn-from-scratch', { suffix: '' }).cache
