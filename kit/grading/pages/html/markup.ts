import { withoutUnseen } from '../../../text/unseen.ts'

/**
 * Escapes a text for HTML, both between tags and in quoted attributes. Names and messages come from a submission, so
 * they may hold anything. What cannot be seen becomes a replacement character.
 */
export const escape = (text: string): string =>
  withoutUnseen(text, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** Returns a name that cannot change the direction of the text around it. */
export const nameTag = (name: string): string => `<bdi>${escape(name)}</bdi>`

/** Returns a list, or nothing if it would be empty. */
export const list = (items: readonly string[], attributes = ''): string =>
  items.length === 0 ? '' : `<ul${attributes}>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`

/** Returns text that can be unfolded. */
export const folded = (summary: string, content: string): string =>
  `<details>\n<summary>${summary}</summary>\n${content}\n</details>`

/** Returns lines of text in a monospaced font, in a box that scrolls if they are too long. */
export const monospaced = (content: string, name: string): string =>
  `<pre tabindex="0" role="region" aria-label="${escape(name)}">${content}</pre>`

/** Escapes sentences in which code stands between backticks. */
export const prose = (text: string): string => escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
