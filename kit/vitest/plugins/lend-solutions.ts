import { MagicString } from 'magic-string'
import { join, relative } from 'node:path'
import { normalizePath, type Plugin } from 'vite'
import { regionOf, type SourceTree } from '../../course/cut-stubs.ts'
import { importedNames } from '../../course/imports/imports.ts'
import { manifest } from '../../course/manifest.ts'
import { readSolutions } from '../../course/solutions.ts'

/**
 * Creates a Vite plugin that puts the kit's solution behind every stub of `assignments/` that still throws, for
 * `npx kit check --lend`. The learner's code keeps its line numbers, because the solution is mapped to the stub's own
 * line. `lent-todos.ts` decides at each call whether the solution is used.
 */
export function lendSolutions(): Plugin {
  let tree = ''
  let solutions: SourceTree = new Map()
  return {
    name: 'lend-solutions',
    enforce: 'pre',
    configResolved({ root }) {
      tree = join(root, 'assignments')
      solutions = readSolutions(root)
    },
    transform(code, id) {
      const file = normalizePath(relative(tree, id.replace(/\?.*$/, '')))
      const solution = solutions.get(file)
      if (solution === undefined) return
      const text = new MagicString(code)
      for (const [start, end, todo] of stubsIn(code, file)) {
        text.appendLeft(start, `{ if (!$lend('${todo}')) `)
        text.appendRight(end, `\n${regionOf(solution, todo)}\n}`)
      }
      if (!text.hasChanged()) return
      text.prepend(missingImports(code, solution).join(''))
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) }
    },
  }
}

/** Returns the statements that throw for a TODO that is not started: the start and end of each, and the TODO. */
const stubsIn = (code: string, file: string): [start: number, end: number, todo: string][] =>
  manifest
    .flatMap(({ todos }) => todos)
    .filter((todo) => todo.file === file)
    .flatMap(({ id }) => {
      const stub = new RegExp(
        `^(?! *//)(.*)\\b(throw new NotImplementedError\\(['"]${id.replace('.', '\\.')}['"]\\))`,
        'gm',
      )
      return Array.from(
        code.matchAll(stub),
        ({ index, 0: match, 2: statement }): [number, number, string] => [
          index + match.length - statement.length,
          index + match.length,
          id,
        ],
      )
    })

/** Returns the solution's imports that the learner's file lacks. An editor may have removed them. */
function missingImports(code: string, solution: string): string[] {
  const own = importedNames(code)
  return [['lend as $lend', '#kit/vitest/plugins/lent-todos.ts'], ...importedNames(solution)]
    .filter(([name]) => !own.has(name))
    .map(([name, source]) => `import { ${name} } from '${source}'; `)
}
