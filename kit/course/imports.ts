import { createRequire } from 'node:module'
import type * as Rolldown from 'rolldown/utils'

const require = createRequire(import.meta.url)
let rolldown: typeof Rolldown | undefined

/** What the parser of Vite finds in a module of TypeScript; of one that does not parse, what can be read of it. */
function recordOf(code: string) {
  // It takes a moment to load: only where a file is really looked at.
  rolldown ??= require('rolldown/utils') as typeof Rolldown
  return rolldown.parseSync('module.ts', code).module
}

/** A module named in quotation marks, with nothing computed. */
const LITERAL = /^(['"`])((?:(?!\1|\$\{|\\).)*)\1$/s

/** The modules that a module runs: what it imports or exports from, also with `import(...)`, but for types. */
export function importsOf(code: string): string[] {
  const { staticImports, staticExports, dynamicImports } = recordOf(code)
  const onlyTypes = (entries: readonly { isType: boolean }[]) =>
    entries.length > 0 && entries.every(({ isType }) => isType)
  const imported = staticImports.flatMap(({ entries, moduleRequest }) =>
    onlyTypes(entries) ? [] : [moduleRequest.value],
  )
  const exported = staticExports.flatMap(({ entries }) =>
    onlyTypes(entries) ? [] : entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  )
  const later = dynamicImports.flatMap(
    ({ moduleRequest: { start, end } }) => LITERAL.exec(code.slice(start, end))?.[2] ?? [],
  )
  return [...new Set([...imported, ...exported, ...later])]
}

/** What a module imports by name, but for types, and from where. */
export function importedNames(code: string): Map<string, string> {
  return new Map(
    recordOf(code).staticImports.flatMap(({ entries, moduleRequest }) =>
      entries
        .filter(({ isType }) => !isType)
        .map(({ localName }): [string, string] => [localName.value, moduleRequest.value]),
    ),
  )
}
