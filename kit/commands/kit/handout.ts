import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { styleText } from 'node:util'
import { locate } from '../../course/locate.ts'
import type { Todo } from '../../course/manifest.ts'
import { insideVsCode, openInEditor } from './watch/editor.ts'
import { root } from '../../system/root.ts'
import type { Session } from './session.ts'

const { SSH_CONNECTION, REMOTE_CONTAINERS, CODESPACES } = process.env
/** Whether the terminal runs on another machine than the browser. */
const isRemote = [SSH_CONNECTION, REMOTE_CONTAINERS, CODESPACES].some(Boolean)

let toldHowToRead = false

/**
 * Opens the handout's section on a TODO. If `npm run docs` has built the site, it opens in the browser. Otherwise it
 * prints the location of the Markdown, which most terminals turn into a link, and opens the file inside VS Code. The
 * first time, it also says how to read the formulas.
 */
export async function openHandout({ handout, id }: Todo, session: Session): Promise<void> {
  const page = join(root, `docs/site/todo/${id}.html`)
  if (existsSync(page) && !isRemote) {
    session.say(styleText('cyan', pathToFileURL(page).href))
    const { default: open } = await import('open')
    await open(page)
    return
  }
  const [file] = handout.split('#')
  const path = join(root, file)
  const line = locate(path, `## ${id} `)
  const advice = toldHowToRead ? [] : howToRead()
  toldHowToRead = true
  session.say([styleText('cyan', `${file}:${line}`), ...advice].join('\n'))
  if (insideVsCode) await openInEditor(path, line)
}

function howToRead(): string[] {
  const preview = 'Press Ctrl-Shift-V (on a Mac Cmd-Shift-V) to see it with its formulas.'
  const site = 'Run "npm run docs" once. Then this key opens it in your browser, with its formulas.'
  return [...(insideVsCode ? [preview] : []), ...(isRemote ? [] : [site])]
}
