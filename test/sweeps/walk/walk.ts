import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { regionOf } from '#kit/course/cut-stubs.ts'
import type { Part, Todo } from '#kit/course/manifest.ts'
import { readSolutions } from '#kit/course/solutions.ts'
import { kitRoot, environmentOutsideVitest, type Learner, type Run } from '../../commands/kit/learner.ts'
import { mutants } from '../../proof/mistakes.ts'
import type { Mistake } from '#kit/course/mistakes/mistake.ts'

/** The commands and output of a learner for one TODO. */
export interface Step {
  part: Part
  todo: Todo
  mutant: Mistake
  /** The result of `npx kit check` with a typical mistake. */
  wrong: Run
  /** The result of `npx kit hint` after that. */
  hint: Run
  /** The result of `npx kit check` after the mistake is fixed. */
  right: Run
  /** The output of `npx kit status` after each of these: the line of the TODO, and what is next. */
  status: Record<'wrong' | 'hint' | 'right', string[]>
}

/**
 * Walks through every TODO of some parts in the order of the manifest: writes it with a typical mistake, asks for a
 * hint, and fixes the mistake.
 *
 * @param learner - the learner, whose assignments are untouched from the first of these parts on
 */
export async function* walk(learner: Learner, parts: readonly Part[]): AsyncGenerator<Step> {
  // The same cases in every walk, so that the output is the same.
  const kit = (...args: string[]): Promise<Run> => startKit(learner.folder, args, { REPLAY: '1' })
  const status = async ({ id }: Todo): Promise<string[]> => {
    const { stdout } = await kit('status')
    return stdout.split('\n').filter((line) => line.split(/ +/)[2] === id || /^ {2}(?:Next|All)/.test(line))
  }
  for (const part of parts) {
    for (const todo of part.todos) {
      const stub = learner.read(`assignments/${todo.file}`)
      const mutant = mutants.find(
        (each) => each.todo === todo.id && each.edits.every(({ region }) => region === todo.id),
      )!
      write(
        learner,
        todo,
        stub,
        mutant.edits.reduce(
          (text, { find, replace }) => text.replaceAll(find, () => replace),
          solutionOf(todo),
        ),
      )
      // Every failure, because a mistake may be named in another one than the most telling.
      const wrong = await kit('check', todo.id, '--all')
      const statusWrong = await status(todo)
      const hint = await kit('hint', todo.id)
      const statusHint = await status(todo)
      write(learner, todo, stub, solutionOf(todo))
      const right = await kit('check', todo.id)
      const said = { wrong: statusWrong, hint: statusHint, right: await status(todo) }
      yield { part, todo, mutant, wrong, hint, right, status: said }
    }
  }
}

/** Fills in all TODOs of some parts at once. */
export function fill(learner: Learner, parts: readonly Part[]): void {
  for (const todo of parts.flatMap(({ todos }) => todos)) {
    write(learner, todo, learner.read(`assignments/${todo.file}`), solutionOf(todo))
  }
}

const solutions = readSolutions(kitRoot)
const solutionOf = ({ file, id }: Todo): string => regionOf(solutions.get(file)!, id)

/** Writes a file with this code instead of the line that throws. */
function write(learner: Learner, { file, id }: Todo, stub: string, code: string): void {
  const line = new RegExp(`^ *throw new NotImplementedError\\('${id.replace('.', '\\.')}'\\)$`, 'm')
  const filled = stub.replace(line, () => code)
  // Mistakes may use any tensor function.
  const text = code.includes('T.') ? `import * as T from '#kit/tensor/index.ts'\n${filled}` : filled
  learner.write(`assignments/${file}`, text)
}

/** Does the same as `kit` of the learner, but asynchronously. */
async function startKit(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  const child = spawn(process.execPath, [join(folder, 'kit/commands/kit.js'), ...args], {
    cwd: folder,
    env: { ...environmentOutsideVitest(), NO_COLOR: '1', ...env },
  })
  const outputs = ['', '']
  for (const [i, stream] of [child.stdout, child.stderr].entries()) {
    stream.on('data', (chunk) => (outputs[i] += String(chunk)))
  }
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stdout: outputs[0], output: outputs.join('') }
}
