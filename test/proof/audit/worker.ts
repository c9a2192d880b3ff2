/**
 * A process that runs check files against trees of work, one {@link Job} after another. Modules that depend on a
 * submission are loaded anew for each job. The kit and the modules that explain failures are loaded once.
 */
import { drawBy } from './seeded.ts'
import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { endIsolation } from '../../../checks/support/isolation/current.ts'
import { gradeTree } from '../../../checks/support/isolation/importable.ts'
import type { Job, JobResult } from './job.ts'

const root = new URL('../../../', import.meta.url)
const solutions = new URL('solutions/', root)
const vitest = new URL('mini-vitest.ts', import.meta.url).href

let job: Job | undefined
let jobs = 0

/** Returns the trees in which to look for a file of the work, in order. */
const trees = (): URL[] => [...(job?.tree ? [pathToFileURL(`${job.tree}/`)] : []), solutions]

/** Returns the URL of a file of the work for this job. */
function workFile(path: string): string {
  const tree = trees().find((folder) => existsSync(new URL(path, folder))) ?? solutions
  return `${new URL(path, tree).href}?${jobs}`
}

/** Returns the path of a file within the work, if it is part of it. */
function pathInWork(url: string): string | undefined {
  const tree = trees().find(({ href }) => url.startsWith(href))
  return tree && new URL(url).pathname.slice(tree.pathname.length)
}

const importers = new Map<string, boolean>()

/** Returns whether a check file imports the work. */
function importsWork(url: string): boolean {
  if (!url.startsWith(new URL('checks/', root).href) || !url.endsWith('.ts')) return false
  const known = importers.get(url)
  if (known !== undefined) return known
  const imports = /import\('#work\/\d/.test(readFileSync(new URL(url), 'utf8'))
  importers.set(url, imports)
  return imports
}

function locate(specifier: string, parent = ''): string | undefined {
  if (specifier === 'vitest') return vitest
  if (specifier.startsWith('#work/')) return workFile(specifier.slice('#work/'.length))
  if (!specifier.startsWith('.') && !specifier.startsWith('file:')) return undefined
  const { href } = new URL(specifier, parent || undefined)
  const path = pathInWork(href)
  if (path !== undefined) return workFile(path)
  return importsWork(href) ? `${href}?${jobs}` : undefined
}

registerHooks({
  resolve(specifier, context, next) {
    const url = locate(specifier, context.parentURL)
    return url === undefined
      ? next(specifier, context)
      : { url, format: 'module-typescript', shortCircuit: true }
  },
  load(url, context, next) {
    const { file, source } = job?.replaced ?? {}
    return file !== undefined && url === workFile(file)
      ? { format: 'module-typescript', source, shortCircuit: true }
      : next(url, context)
  },
})

const { runDeclared, startFile } = (await import(vitest)) as typeof import('./mini-vitest.ts')

/** Lets the process of the work, if it has one, read the tree of a job. */
function isolateTree({ tree, replaced }: Job): void {
  endIsolation()
  gradeTree({
    name: 'solutions',
    folders: [...(tree === undefined ? [] : [tree]), fileURLToPath(solutions)],
    replaced,
    // The rules for imports are not what the audit tries.
    allowsLayers: true,
  })
}

async function run({ checkFile, times, todos }: Job): Promise<JobResult> {
  startFile(relative(fileURLToPath(root), checkFile).replaceAll(sep, '/'))
  await import(pathToFileURL(checkFile).href)
  const runs = []
  for (let i = 0; i < times; i++) runs.push(await runDeclared(todos))
  return { runs }
}

process.on('message', (message) => {
  job = message as Job
  drawBy(job.seed)
  isolateTree(job)
  jobs++
  void run(job)
    .catch((error: unknown): JobResult => ({
      crash: error instanceof Error ? String(error.stack) : String(error),
    }))
    .then((result) => process.send?.(result))
})
