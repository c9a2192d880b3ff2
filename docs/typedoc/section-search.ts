import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { JSX, RendererEvent, type Application } from 'typedoc'

/** A section of a page: its title, the title of its page, and its address in the site. */
type Section = [title: string, page: string, url: string]

const FILE = 'assets/section-search.js'

/**
 * Adds the sections of handouts and pages to the search, above TypeDoc's own results. TypeDoc finds whole pages only, and
 * below the API.
 */
export function addSectionSearch(app: Application): void {
  app.renderer.hooks.on('body.end', ({ relativeURL }) =>
    JSX.createElement('script', { src: relativeURL(FILE)!, defer: true }),
  )
  app.renderer.on(RendererEvent.END, ({ pages, outputDirectory }: RendererEvent) => {
    const sections = pages
      .filter(({ url }) => /^(?:Guide|Handouts)\//.test(url))
      // Handouts first.
      .toSorted((a, b) => Number(isHandout(b.url)) - Number(isHandout(a.url)))
      .flatMap(({ url, model }) =>
        sectionsOf(readFileSync(join(outputDirectory, url), 'utf8'), model.name, url),
      )
    const client = readFileSync(join(import.meta.dirname, 'section-search-client.js'), 'utf8')
    // A block of its own, because all scripts of a page share their names.
    const script = `window.kitSections = ${JSON.stringify(sections)}\n{\n${client}}\n`
    writeFileSync(join(outputDirectory, FILE), script)
  })
}

const isHandout = (url: string): boolean => url.startsWith('Handouts/')

const sectionsOf = (html: string, page: string, url: string): Section[] =>
  Array.from(html.matchAll(/<h[23] id="([^"]+)"[^>]*>(.*?)<a href="#\1"/gs), ([, id, title]) => [
    title.replaceAll(/<[^>]*>/g, '').trim(),
    page,
    `${url}#${id}`,
  ])
