import { readFileSync } from 'node:fs'
import { escape } from './markup.ts'

/**
 * Returns a page that holds everything itself: it needs no network, no script and no other file.
 *
 * @param title - plain text
 * @param body - HTML
 */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>
${style()}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`

let read: string | undefined
const style = (): string => (read ??= readFileSync(new URL('page.css', import.meta.url), 'utf8'))
