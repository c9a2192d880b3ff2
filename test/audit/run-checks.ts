import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Outcome } from './outcome.ts'

const worker = fileURLToPath(new URL('worker.ts', import.meta.url))

/** What became of a check file: the outcomes of each run, or why there are none. */
export interface CheckedFile {
  runs: Outcome[][]
  /** What the process said if it did not end well. */
  crash?: string
}

/**
 * Runs a check file against a tree of work in a process of its own.
 *
 * @param tree - absolute path of a folder like `solutions/`
 * @param checkFile - absolute path
 * @param seconds - when to give up
 */
export async function runChecks(
  tree: string,
  checkFile: string,
  times: number,
  seconds: number,
): Promise<CheckedFile> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=1024', worker, tree, checkFile, String(times)],
    {
      env: { ...process.env, NO_COLOR: '1', NODE_NO_WARNINGS: '1' },
    },
  )
  const killer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000)
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(killer)
  const runs = output
    .split('\n')
    .flatMap((line) => (line.startsWith('[{') ? [JSON.parse(line) as Outcome[]] : []))
  return code === 0 ? { runs } : { runs, crash: errors.trim() || `ended with ${code ?? 'a signal'}` }
}
