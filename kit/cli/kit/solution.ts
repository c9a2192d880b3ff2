import { Command } from 'commander'
import { styleText } from 'node:util'
import { regionOf } from '../../grading/cut-stubs.ts'
import { readSolutions } from '../../grading/solutions.ts'
import { KitError } from './kit-error.ts'
import { readProgress } from './progress.ts'
import { root } from './root.ts'
import { todoNamed } from './target.ts'

/** `npx kit solution`: how the kit does it, for who has done it too. */
export const solutionCommand = new Command('solution')
  .description('show how the kit solves a TODO, once your own code passes its checks')
  .argument('<todo>', 'such as 1.2 or affineBackward')
  .option('--spoil', 'show it before that')
  .action((name: string, { spoil }: { spoil?: boolean }) => {
    const todo = todoNamed(name)
    if (!spoil && readProgress().record?.todos[todo.id]?.doneOn === undefined) {
      throw new KitError(
        `The solution of TODO ${todo.id} opens when your own code has passed its checks. Try "npx kit hint ${todo.id}" ` +
          'first; to see the solution all the same, add --spoil.',
      )
    }
    const region = regionOf(readSolutions(root).get(todo.file) ?? '', todo.id)
    console.log(`${styleText('dim', `// ${todo.file}: ${todo.title}`)}\n${region}`)
  })
