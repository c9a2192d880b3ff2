import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Runs a command of the kit in a Node with options that only its command line takes. The script in package.json does not
 * have them, because npm prints it before every training.
 *
 * @param {string} file - the command, relative to this folder
 * @param {readonly string[]} options - of Node
 */
export function startAgain(file, options = []) {
  const urlOf = (/** @type {string} */ path) => new URL(path, import.meta.url)
  const args = [
    ...options,
    // A symbolic link among the assignments is a file like any other.
    '--preserve-symlinks',
    // tsx reserves memory, so the limit is looked at before.
    `--import=${urlOf('../../system/require-addresses.ts').href}`,
    `--import=${import.meta.resolve('tsx')}`,
    fileURLToPath(urlOf(file)),
    ...process.argv.slice(2),
  ]
  const hasExecve = process.execve !== undefined && process.platform !== 'win32'
  if (hasExecve) process.execve(process.execPath, [process.execPath, ...args])
  // Windows cannot put one program in the place of another. There the console sends Ctrl-C to both, and the command
  // decides when it ends.
  process.on('SIGINT', () => {})
  spawn(process.execPath, args, { stdio: 'inherit' }).on('exit', (code) => (process.exitCode = code ?? 1))
}
