import { cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Converter, JSX, RendererEvent, type Application, type DocumentReflection } from 'typedoc'
import { exitUnlessWritable } from '../../kit/commands/authors/exit-unless-writable.ts'
import { addSectionSearch } from './section-search.ts'
import { addTodoPages } from './todo-pages.ts'

/** What the site needs and TypeDoc does not do by itself. */
export function load(app: Application): void {
  exitUnlessWritable(join(import.meta.dirname, '../site'))
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context: unknown, document: DocumentReflection) => {
    document.name = headingOf(document) ?? document.name
  })
  addFormulas(app)
  addPlayableFigures(app)
  addSectionSearch(app)
  app.renderer.on(RendererEvent.END, addTodoPages)
}

/** The first heading of a page is its name in the navigation, so that no page has to repeat it in a front matter. */
function headingOf({ content: [first] }: DocumentReflection): string | undefined {
  return /^# (.+)$/m.exec(first?.text ?? '')?.[1]
}

/** Puts the style and the fonts of KaTeX beside the pages: the site works without a network. */
function addFormulas(app: Application): void {
  const katex = dirname(createRequire(import.meta.url).resolve('katex'))
  app.renderer.hooks.on('head.end', ({ relativeURL }) =>
    JSX.createElement('link', { rel: 'stylesheet', href: relativeURL('assets/katex/katex.min.css')! }),
  )
  app.renderer.on(RendererEvent.END, ({ outputDirectory }: RendererEvent) => {
    const assets = join(outputDirectory, 'assets/katex')
    cpSync(join(katex, 'katex.min.css'), join(assets, 'katex.min.css'))
    cpSync(join(katex, 'fonts'), join(assets, 'fonts'), {
      recursive: true,
      filter: (path) => !/\.(ttf|woff)$/.test(path),
    })
  })
}

/** Lets every page play with the figures that playable.js knows. As a classic script it also works from a file. */
function addPlayableFigures(app: Application): void {
  app.renderer.hooks.on('body.end', ({ relativeURL }) =>
    JSX.createElement('script', { src: relativeURL('assets/playable.js')! }),
  )
  app.renderer.on(RendererEvent.END, ({ outputDirectory }: RendererEvent) => {
    cpSync(join(import.meta.dirname, 'playable.js'), join(outputDirectory, 'assets/playable.js'))
  })
}
