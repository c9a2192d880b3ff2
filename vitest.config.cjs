'use strict'
// The configuration is in kit/vitest/config.ts. This file is CommonJS because Vite writes a temporary file beside any
// other one, and a kit that cannot be written to is graded as well.
require('./kit/commands/start/guard.cjs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const file = pathToFileURL(join(__dirname, 'kit/vitest/config.ts'))
module.exports = import(file.href).then(
  (module) => module.default,
  async (error) => {
    if (error.name !== 'UserError') throw error
    // Vitest would show its stack.
    const { printError } = await import(pathToFileURL(join(__dirname, 'kit/text/wrap.ts')).href)
    printError(error.message)
    process.exit(1)
  },
)
