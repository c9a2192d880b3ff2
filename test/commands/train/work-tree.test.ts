import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { root } from '#kit/system/root.ts'

// tsx registers such hooks in some versions of Node. They must not change whose code is trained.
const asyncHooks = `
  import { register } from 'node:module'
  register('data:text/javascript,export const resolve = (specifier, context, next) => next(specifier, context)')`

test.each(['solutions', 'assignments'])('#work means %s, whatever other hooks there are', (tree) => {
  const code = `
    import { useWorkTree } from './kit/commands/train/work-tree.ts'
    useWorkTree('${tree}')
    console.log(import.meta.resolve('#work/1-fully-connected/layers.ts'))`
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(asyncHooks)}`,
    '--input-type=module',
    '--eval',
    code,
  ]
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(output.trim()).toMatch(new RegExp(`/${tree}/1-fully-connected/layers\\.ts$`))
})
