import { regionOf } from '#kit/grading/cut-stubs.ts'
import { manifest, type Part, type Todo } from '#kit/grading/manifest.ts'
import { readSolutions } from '#kit/grading/solutions.ts'
import { kit as startKit, kitRoot, type Learner, type Run } from '../kit/learner.ts'
import { mutants } from '../mutants/index.ts'
import type { Mutant } from '../mutants/mutant.ts'

/** What a learner types and sees on the way through one TODO. */
export interface Step {
  part: Part
  todo: Todo
  mutant: Mutant
  /** `npx kit check` with a typical mistake, ... */
  wrong: Run
  /** ... `npx kit hint` then, ... */
  hint: Run
  /** ... and `npx kit check` when it is mended. */
  right: Run
}

/**
 * A learner who fills in every TODO in the order of the manifest, each with a typical mistake first, asks for a hint,
 * and mends it.
 *
 * @param learner - whose assignments are untouched
 */
export function* walk(learner: Learner): Generator<Step> {
  const solutions = readSolutions(kitRoot)
  // The same cases in every walk, so that the same is said.
  const kit = (...args: string[]): Run => startKit(learner.folder, args, { env: { REPLAY: '1' } })
  for (const part of manifest) {
    for (const todo of part.todos) {
      const path = `assignments/${todo.file}`
      const stub = learner.read(path)
      const write = (code: string): void => {
        const line = new RegExp(
          `^ *throw new NotImplementedError\\('${todo.id.replace('.', '\\.')}'\\)$`,
          'm',
        )
        const filled = stub.replace(line, () => code)
        // Mistakes may use any function of the tensors.
        learner.write(
          path,
          code.includes('T.') ? `import * as T from '#kit/tensor/index.ts'\n${filled}` : filled,
        )
      }
      const solution = regionOf(solutions.get(todo.file)!, todo.id)
      const mutant = mutants.find((each) => each.todo === todo.id && each.region === todo.id)!
      write(solution.replaceAll(mutant.find, () => mutant.replace))
      const wrong = kit('check', todo.id)
      const hint = kit('hint', todo.id)
      write(solution)
      const right = kit('check', todo.id)
      yield { part, todo, mutant, wrong, hint, right }
    }
  }
}
