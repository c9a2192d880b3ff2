/** Returns the anchor that GitHub gives a heading: `1.1 affineForward` becomes `11-affineforward`. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** Returns the anchors of all headings of a Markdown text. */
export const anchorsOf = (markdown: string): string[] =>
  Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, heading]) => anchorOf(heading))
