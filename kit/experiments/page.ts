import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { readableInTheDark } from '#kit/training/report/dark-mode.ts'
import { lineChart } from '#kit/training/report/index.ts'
import { escape } from '#kit/training/report/markup.ts'
import type { Experiment, PixelPicture, Show } from './experiment.ts'

/** The page shows charts larger than this, so that their letters can still be read on a telephone. */
const CHART = [480, 320] as const

/**
 * Writes the plots of an experiment, each as a separate SVG or PNG file, and a page that shows them together.
 *
 * @param folder - created if it does not exist; files of an earlier run are replaced
 * @param rows - the table of results, headings first
 * @param note - one line that says how it was run
 * @returns the path of the page
 */
export async function writePage(
  folder: string,
  { title, description, questions, whatToSee }: Experiment,
  { charts, pictures = [], measured, missing = [] }: Show,
  rows: readonly (readonly string[])[],
  note: string,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const { name, chart } of charts) {
    await writeFile(join(folder, `${name}.svg`), readableInTheDark(lineChart({ ...chart, size: CHART })))
  }
  for (const { name, picture } of pictures) {
    await writeFile(join(folder, `${name}.png`), encode({ ...picture, channels: 3 }))
  }
  const page = join(folder, 'index.html')
  await writeFile(
    page,
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
  :root { --ground: #fff; --ink: #222; --quiet: #666; --line: #ddd }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 84rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--ground) }
  .plots { display: flex; flex-wrap: wrap; gap: 1rem }
  figure { margin: 0 }
  img { max-width: 100%; height: auto; border: 1px solid var(--line) }
  .pixels { image-rendering: pixelated }
  table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1rem 0 }
  td, th { padding: 0.2rem 0 0.2rem 1.5rem; text-align: right; border-bottom: 1px solid var(--line) }
  td { white-space: nowrap }
  td:first-child, th:first-child { padding-left: 0; text-align: left }
  caption { text-align: left; font-weight: bold }
  figcaption { max-width: 40rem }
  li { margin-bottom: 0.5rem }
  .note { color: var(--quiet) }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #0d1117; --ink: #f0f6fc; --quiet: #a9b3bf; --line: #3d444d }
  }
</style>
<h1>${escape(title)}</h1>
<p>${escape(description)}</p>
<p class="note">${escape(note)}</p>
<div class="plots">
${charts.map(({ name, chart }) => `<figure><img src="${name}.svg" width="640" height="427" alt="${escape(chart.title)}"></figure>`).join('\n')}
${pictures.map(figureOf).join('\n')}
</div>
${missing.map((sentence) => `<p class="note">${escape(sentence)}</p>\n`).join('')}<p><b>What you should see:</b> ${escape(whatToSee)}</p>
${tableOf(rows)}
${measured ? `${tableOf(measured.rows, measured.caption)}\n` : ''}<h2>Questions</h2>
<ol>
${questions.map((question) => `<li>${escape(question)}</li>`).join('\n')}
</ol>
</html>
`,
  )
  return page
}

const SCALE = 3

const figureOf = ({ name, caption, picture }: PixelPicture): string =>
  `<figure><img class="pixels" src="${name}.png" width="${SCALE * picture.width}" height="${SCALE * picture.height}" alt="${escape(caption)}">` +
  `<figcaption>${escape(caption)}</figcaption></figure>`

/** The table scrolls in a narrow window, so the keyboard must reach it. */
const tableOf = (rows: readonly (readonly string[])[], caption?: string): string =>
  `<table tabindex="0">${caption ? `\n<caption>${escape(caption)}</caption>` : ''}\n` +
  `${rows.map((cells, i) => rowOf(i === 0 ? 'th' : 'td', cells)).join('\n')}\n</table>`

const rowOf = (tag: string, cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`
