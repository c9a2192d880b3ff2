import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** The versions of the kit and of the Node that runs it. */
export const versions = { kit: version, node: process.versions.node } as const
