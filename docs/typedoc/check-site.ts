import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const SITE = join(import.meta.dirname, '../site')

/** A page of the site. */
interface Page {
  ids: Set<string>
  /** What its links, pictures, scripts and styles refer to. */
  targets: string[]
  /** What it loads from elsewhere, though the site has to work without a network. */
  loaded: string[]
}

const unescaped = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'")

const pages = new Map<string, Page>()
for (const file of readdirSync(SITE, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.html')) continue
  const html = readFileSync(join(SITE, file), 'utf8')
  pages.set(join(SITE, file), {
    ids: new Set(Array.from(html.matchAll(/ id="([^"]*)"/g), ([, id]) => unescaped(id))),
    targets: Array.from(html.matchAll(/<\w[^>]* (?:href|src)="([^"]*)"/g), ([, target]) => unescaped(target)),
    loaded: Array.from(
      html.matchAll(/(?:<link[^>]* href|<\w[^>]* src)="(https?:[^"]*)"/g),
      ([, target]) => target,
    ),
  })
}

/** Whether a target on a page leads somewhere: a file of the site and, with an anchor, a place in it. */
function resolves(page: string, target: string): boolean {
  if (/^(?:https?|mailto):/.test(target)) return true
  const [path, anchor] = target.split('#').map(decodeURIComponent)
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(file) || !statSync(file).isFile()) return false
  return !anchor || !pages.has(file) || pages.get(file)!.ids.has(anchor)
}

const broken = [...pages].flatMap(([page, { targets }]) =>
  targets
    .filter((target) => !resolves(page, target))
    .map((target) => `${page.slice(SITE.length + 1)}: ${target}`),
)
const loaded = [...pages].flatMap(([page, { loaded: targets }]) =>
  targets.map((target) => `${page.slice(SITE.length + 1)}: ${target}`),
)
const links = [...pages.values()].reduce((total, { targets }) => total + targets.length, 0)
if (broken.length > 0) {
  console.error(`These links of the site lead nowhere:\n${[...new Set(broken)].join('\n')}`)
  process.exit(1)
}
if (loaded.length > 0) {
  console.error(`The site has to work without a network, but these come from one:\n${loaded.join('\n')}`)
  process.exit(1)
}
console.log(`docs/site/index.html: ${pages.size} pages, and all of their ${links} links lead somewhere.`)
