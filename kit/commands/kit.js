#!/usr/bin/env node
// What `npx kit` starts. It is JavaScript because it may be started by a Node that cannot read TypeScript.
import './start/guard.cjs'
import module from 'module'

// Three times as fast from the second start on.
module.enableCompileCache()
import('./kit.ts')
