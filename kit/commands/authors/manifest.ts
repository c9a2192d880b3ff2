import '../../system/v8-flags.ts'
import { program } from 'commander'
import { relative } from 'node:path'
import { createVitest, type TestModule } from 'vitest/node'
import {
  declarationProblems,
  solutionProblems,
  stubProblems,
  type RunCheck,
} from '../../course/check-problems.ts'
import { manifestProblems, readFiles } from '../../course/manifest-problems.ts'
import { manifest } from '../../course/manifest.ts'
import { courseProblems, pointsProblems } from '../../grading/course-gate.ts'
import type { CheckOutcome } from '../../progress/progress.ts'

program
  .name('npm run manifest --')
  .description('Check that the manifest, the files, the hints and the checks match.')
  .option('--no-run', 'do not run the checks on the stubs and the solutions (this saves a minute)')
  .parse()
const { run } = program.opts<{ run: boolean }>()

// The files are checked first. If one is missing, the checks would only report it again.
expectNone(manifestProblems(filesHere()))
expectNone(courseProblems('.'))

const trees = run ? ['assignments', 'solutions'] : ['solutions']
// Files that only say which checks they have can share a process.
const apart = run ? {} : { pool: 'forks', isolate: false }
const vitest = await createVitest({ project: trees, watch: false, silent: true, reporters: [{}], ...apart })
const { testModules, unhandledErrors } = run
  ? await vitest.start()
  : await vitest.collect([], { staticParse: false })
await vitest.close()
const [stubs, solved] = ['assignments', 'solutions'].map((tree) =>
  checksOf(testModules.filter(({ project }) => project.name === tree)),
)
expectNone([
  ...testModules.flatMap((module) =>
    module.errors().map(({ message }) => `${fileOf(module)} cannot be loaded: ${message}`),
  ),
  ...unhandledErrors.map((error) => `The checks did not end normally: ${String(error)}`),
  ...declarationProblems(solved),
  ...(run
    ? [
        ...stubProblems(stubs),
        ...solutionProblems(solved),
        ...pointsProblems(outcomesOf(stubs), outcomesOf(solved)),
      ]
    : []),
])
const count = manifest.flatMap(({ todos }) => todos).length
console.log(
  `All ${count} TODOs have a region, a stub, a section in the handout and three hints, and together they have ${solved.length} checks.`,
)
if (run) {
  const points = manifest.flatMap(({ todos }) => todos).reduce((sum, todo) => sum + todo.points, 0)
  console.log('Every check is "not started" on the stubs and passes on the solutions.')
  console.log(`The stubs get 0 points, and the solutions all ${points}.`)
}

/** Prints the problems and ends the command with exit code 1, if there are any. */
function expectNone(problems: readonly string[]): void {
  // A check file that cannot be loaded is reported for both trees.
  if (problems.length > 0) program.error([...new Set(problems)].join('\n'))
}

function filesHere(): ReturnType<typeof readFiles> {
  try {
    return readFiles('.')
  } catch (error) {
    // A folder is missing or unreadable, as in a learner's copy. The system's message names it.
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return program.error(`The manifest cannot be compared with the files: ${error.message}.`)
  }
}

/** Returns the file of a module, relative to the root of the kit. */
function fileOf(module: TestModule): string {
  return relative('.', module.moduleId).replaceAll('\\', '/')
}

/** Returns what progress is counted from. */
function outcomesOf(checks: readonly RunCheck[]): CheckOutcome[] {
  return checks.flatMap(({ todo, state, open }) => {
    const outcome = open === undefined ? (state as CheckOutcome['state']) : 'not started'
    return todo === undefined ? [] : [{ todo, state: outcome, open }]
  })
}

function checksOf(modules: readonly TestModule[]): RunCheck[] {
  return modules.flatMap((module) =>
    Array.from(module.children.allTests(), (test) => {
      const { state, errors = [] } = test.result()
      const { todo, open } = test.meta()
      return { file: fileOf(module), name: test.fullName, todo, open, state, message: errors[0]?.message }
    }),
  )
}
