/**
 * Characters that cannot be seen, or that change the direction of the text around them. Tabs, line breaks and the
 * joiners of Persian and of emoji may stay.
 */
export const UNSEEN = /[^\P{Cc}\t\n]|\p{Bidi_Control}|[\u200b\u2028\u2029\u2060\ufeff]/gu
