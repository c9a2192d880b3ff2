import { hasPart } from '#kit/course/manifest.ts'

/** Returns what an experiment is about, with the number of its trick if the course has the eight tricks. */
export const trick = (number: number, about: string): string =>
  hasPart(5) ? `${about} (trick ${number})` : about
