import { createRequire } from 'node:module'
import type * as Rolldown from 'rolldown/utils'

const require = createRequire(import.meta.url)
let rolldown: typeof Rolldown | undefined

/** Returns what Vite's parser finds in a TypeScript module, even if it can read only a part of the module. */
function recordOf(code: string) {
  // The parser takes a moment to load, so it is loaded only when it is needed.
  rolldown ??= require('rolldown/utils') as typeof Rolldown
  return rolldown.parseSync('module.ts', code).module
}

/** Matches a module name given as a plain string literal. */
const LITERAL = /^(['"`])((?:(?!\1|\$\{|\\).)*)\1$/s

/** Returns the modules that a module imports, re-exports from or loads with `import(...)`, except type-only imports. */
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

/** Returns how a module writes the names of modules that are only known when it runs: `'./' + name`. */
export const computedImportsOf = (code: string): string[] =>
  recordOf(code)
    .dynamicImports.map(({ moduleRequest: { start, end } }) => code.slice(start, end))
    .filter((written) => !LITERAL.test(written))

/** Returns the names that a module imports, except types, with the module each comes from. */
export function importedNames(code: string): Map<string, string> {
  return new Map(
    recordOf(code).staticImports.flatMap(({ entries, moduleRequest }) =>
      entries
        .filter(({ isType }) => !isType)
        .map(({ localName }): [string, string] => [localName.value, moduleRequest.value]),
    ),
  )
}
