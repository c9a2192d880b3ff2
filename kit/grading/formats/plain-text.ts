import { stripVTControlCharacters } from 'node:util'

/**
 * Returns a text without anything that a terminal, a page or a parser takes for more than text: escape sequences,
 * control characters, marks that turn the direction of writing around, and halves of characters. Lines and tabs stay.
 */
export const plainText = (text: string): string =>
  stripVTControlCharacters(text)
    .toWellFormed()
    .replaceAll(/[[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}]--[\n\t]]/gv, '')

/** Returns the first characters of a text as {@link plainText}, and says so if they are not all of it. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? plainText(text) : `${plainText(text.slice(0, most))} ... (shortened)`

/** Escapes a text for XML, HTML, and Markdown that allows HTML. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
