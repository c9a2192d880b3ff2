import { spawnSync } from 'node:child_process'

/**
 * Makes a learner's folder a git repository.
 *
 * @returns a sentence about the result. A failure is not an error, because nothing else needs git.
 */
export function startRepository(folder: string): string {
  const problem = makeRepository(folder, 'The assignments, untouched')
  if (problem !== undefined)
    return `It could not be made a git repository with a first commit (${problem}). Keep your work safe in another way.`
  return 'It is a git repository of its own. Commit your work as you go. Nobody sees it until you push it somewhere.'
}

/**
 * Makes a folder a git repository, with everything in its first commit and no remote.
 *
 * @param message - of the commit
 * @returns why that was not possible, or undefined
 */
export function makeRepository(folder: string, message: string): string | undefined {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, encoding: 'utf8' })
  const identity = git('config', 'user.email').stdout?.trim()
    ? []
    : ['-c', 'user.name=cnn-from-scratch', '-c', 'user.email=learner@localhost']
  const steps = [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...identity, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--no-verify', '-m', message],
  ]
  for (const step of steps) {
    const { status, error, stderr } = git(...step)
    if (status === 0) continue
    return error ? 'git is not installed' : stderr.trim().split('\n').at(-1)
  }
  return undefined
}
