import { stripVTControlCharacters } from 'node:util'

/**
 * Characters that cannot be seen, that change the direction of the text around them, or that are only half a character.
 * Tabs, line breaks and the joiners of Persian, Hindi and emoji are not among them.
 */
export const UNSEEN: RegExp =
  /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]--[\t\n\u200c\u200d]]/gv

/**
 * Returns a text that a terminal, a page or a parser takes for nothing but text, even if it was written to deceive them.
 * Escape sequences are left out, and every {@link UNSEEN} character is replaced.
 */
export const withoutUnseen = (text: string, replacement = ''): string =>
  stripVTControlCharacters(text).replaceAll(UNSEEN, replacement)
