import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RendererEvent } from 'typedoc'
import { manifest, type Todo } from '../../kit/course/manifest.ts'

/**
 * Puts a page `todo/1.1.html` beside the others for every TODO, which leads on to its section of the handout. A program
 * can open it as a file. It cannot open the section itself like that: on the way to the browser, systems drop the `#...`
 * from the address of a file.
 */
export function addTodoPages({ pages, outputDirectory }: RendererEvent): void {
  mkdirSync(join(outputDirectory, 'todo'))
  for (const { number, title, todos } of manifest) {
    const handout = pages.find(({ model }) => model.name === `Part ${number}: ${title}`)
    if (!handout) throw new Error(`The site has no page "Part ${number}: ${title}".`)
    for (const todo of todos) {
      const target = `../${handout.url}#${todo.handout.split('#')[1]}`
      writeFileSync(join(outputDirectory, `todo/${todo.id}.html`), leadingTo(target, todo))
    }
  }
}

const leadingTo = (target: string, { id, title }: Todo): string => `<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=${target}">
<title>${id} ${title}</title>
<a href="${target}">${id} ${title}</a>
`
