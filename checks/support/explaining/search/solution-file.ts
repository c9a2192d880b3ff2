import { createRequire } from 'node:module'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as Rolldown from 'rolldown/utils'
import { readSolutions } from '#kit/course/solutions.ts'
import * as helpers from './helpers.ts'

const require = createRequire(import.meta.url)
let rolldown: typeof Rolldown | undefined

/** Returns Vite's parser and compiler. They take a moment to load, so they are loaded only when they are needed. */
const compiler = (): typeof Rolldown => (rolldown ??= require('rolldown/utils') as typeof Rolldown)

/** What a module exports. */
export type Module = Record<string, unknown>

/** A node of a syntax tree, with its place in the text. */
export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

/** A module as JavaScript without its imports and the word `export`. */
export interface Template {
  text: string
  tree: Node
  /** What the module imports: the name in the module, the name that was exported (`*` for all), and from where. */
  imports: { local: string; exported: string; from: string }[]
  exports: string[]
}

/** Reads a module so that it can be compiled by {@link SolutionFiles.run}, also with changes in its text. */
export function templateOf(source: string): Template {
  // The compiler drops some comments, but no statements.
  const marked = source.replaceAll(/\/\/ ((?:BEGIN|END) SOLUTION \d+\.\d+)$/gm, "'$1';")
  const { code } = compiler().transformSync('module.ts', marked)
  const { program } = compiler().parseSync('module.js', code)
  const tree = program as unknown as Node
  const imports: Template['imports'] = []
  const exports: string[] = []
  let text = code
  const blank = (start: number, end: number): void => {
    text = text.slice(0, start) + text.slice(start, end).replaceAll(/[^\n]/g, ' ') + text.slice(end)
  }
  for (const statement of tree.body as Node[]) {
    if (statement.type === 'ImportDeclaration') {
      blank(statement.start, statement.end)
      const from = (statement.source as { value: string }).value
      for (const { type, imported, local } of statement.specifiers as {
        type: string
        imported?: { name: string }
        local: { name: string }
      }[]) {
        imports.push({ local: local.name, exported: type === 'ImportSpecifier' ? imported!.name : '*', from })
      }
    }
    const declaration = statement.declaration as Node | null | undefined
    if (statement.type !== 'ExportNamedDeclaration' || !declaration) continue
    blank(statement.start, declaration.start)
    const named = declaration.id as { name: string } | undefined
    const several = (declaration.declarations ?? []) as { id: { name: string } }[]
    if (/^(?:Function|Class)Declaration$/.test(declaration.type)) exports.push(named!.name)
    exports.push(...several.map(({ id }) => id.name))
  }
  return { text, tree, imports, exports }
}

/** Returns where the region of a TODO begins and ends in the text of a template, or undefined if it has none. */
export function regionIn({ text }: Template, todo: string): [begin: number, end: number] | undefined {
  const [begin, end] = ['BEGIN', 'END'].map((word) => text.indexOf(`"${word} SOLUTION ${todo}";`))
  return begin === -1 || end === -1 ? undefined : [begin, end]
}

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** The kit's solutions, which can be run with changes. */
export class SolutionFiles {
  readonly #sources = readSolutions(root)
  readonly #given = new Map<string, Module>()
  readonly #unchanged = new Map<string, Module>()

  /** Returns the text of a solution, or undefined if there is none. */
  source(file: string): string | undefined {
    return this.#sources.get(file)
  }

  /** Loads what a solution, and the solutions that it imports, need from the kit. */
  async load(file: string): Promise<void> {
    for (const { from } of [
      ...templateOf(this.#sources.get(file)!).imports,
      { from: '#kit/tensor/index.ts' },
    ]) {
      const solution = solutionOf(from, file)
      if (solution !== undefined) await this.load(solution)
      else if (!this.#given.has(from))
        this.#given.set(from, (await import(/* @vite-ignore */ from)) as Module)
    }
  }

  /** Returns what a solution exports. Those that it imports must be loaded. */
  unchanged(file: string): Module {
    const known = this.#unchanged.get(file)
    if (known !== undefined) return known
    const module = this.run(file, templateOf(this.#sources.get(file)!))
    this.#unchanged.set(file, module)
    return module
  }

  /**
   * Compiles and runs a solution.
   *
   * @param text - the text of the template with changes; as it is by default
   * @throws SyntaxError if it cannot be compiled, or what it throws itself
   */
  run(file: string, { imports, exports, text: unchanged }: Template, text = unchanged): Module {
    const values = imports.flatMap(({ exported, from }) => {
      const solution = solutionOf(from, file)
      const module = solution === undefined ? this.#given.get(from)! : this.unchanged(solution)
      return [exported === '*' ? module : module[exported]]
    })
    // oxlint-disable-next-line typescript/no-implied-eval -- the kit's own solution, changed by the kit
    const run = new Function(
      '$',
      ...imports.map(({ local }) => local),
      `'use strict'; ${text}\nreturn { ${exports.join(', ')} }`,
    )
    return run(helpers, ...values) as Module
  }
}

/** Returns the file of a solution that another one imports, or undefined if the module belongs to the kit. */
const solutionOf = (from: string, importer: string): string | undefined =>
  from.startsWith('#work/')
    ? from.slice('#work/'.length)
    : from.startsWith('.')
      ? posix.join(posix.dirname(importer), from)
      : undefined
