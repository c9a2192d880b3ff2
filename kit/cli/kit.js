#!/usr/bin/env node
// What `npx kit` starts. It is JavaScript because it may be started by a Node that cannot read TypeScript.
import { existsSync } from 'node:fs'
import module from 'node:module'

if (!existsSync(new URL('../../node_modules/commander', import.meta.url))) {
  console.error('The packages of the kit are not installed: run "npm ci" in its folder once.')
  process.exit(1)
}
// Three times as fast from the second start on.
module.enableCompileCache?.()
// With tsx an older Node gets as far as the sentence that says which Node is needed, and how to have it.
if (!process.features.typescript) await import('tsx')
await import('./kit.ts')
