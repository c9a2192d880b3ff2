import { withoutUnseen } from '../../text/unseen.ts'

/** Returns the first characters of a text that may come from a submission, and says so if they are not all of it. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? withoutUnseen(text) : `${withoutUnseen(text.slice(0, most))} ... (shortened)`

/** Escapes a text for XML, HTML, and Markdown that allows HTML. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
