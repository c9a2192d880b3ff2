import { download, NETWORK_REMEDY } from './download.ts'
import type { Source } from './source.ts'

/** The archive on the website of CIFAR-10's authors. Its server gets five seconds to answer. */
export const officialArchive: Source = {
  name: 'the official archive',
  remedy: NETWORK_REMEDY,
  read({ archive: { url, sha256, bytes }, files }, reporter, signal) {
    const integrity = `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`
    const what = { spec: url, integrity, bytes, name: 'the official archive', patience: 5 }
    return download(what, new Set(Object.keys(files)), reporter, signal)
  },
}
