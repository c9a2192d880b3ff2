import { Command } from 'commander'
import { styleText } from 'node:util'
import { regionOf } from '../../course/cut-stubs.ts'
import type { Todo } from '../../course/manifest.ts'
import { readSolutions } from '../../course/solutions.ts'
import { readProgress } from './progress.ts'
import { root } from '../../system/root.ts'
import { todoNamed } from './target.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit solution`: shows the kit's solution to learners who have solved the TODO. */
export const solutionCommand = new Command('solution')
  .description('show how the kit solves a TODO, once your own code passes its checks')
  .argument('<todo...>', 'such as 1.2 or affineBackward')
  .option('--spoil', 'show it even before that')
  .action((names: string[], { spoil = false }: { spoil?: boolean }) => {
    console.log(names.map((name) => solutionOf(todoNamed(name), spoil)).join('\n\n'))
  })

/** Returns the solution of a TODO. @throws UserError when the learner may not see it yet */
export function solutionOf({ id, title, file }: Todo, spoil: boolean): string {
  if (!spoil && readProgress().record?.todos[id]?.doneOn === undefined) {
    throw new UserError(
      'command',
      `You can see the solution of TODO ${id} once your own code has passed its checks. Try "npx kit hint ${id}" ` +
        'first. To see the solution anyway, add --spoil.',
    )
  }
  const region = regionOf(readSolutions(root).get(file) ?? '', id)
  return `${styleText('dim', `// ${file}: ${title}`)}\n${region}`
}
