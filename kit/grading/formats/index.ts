import { autolab } from './autolab.ts'
import { classroom50 } from './classroom50.ts'
import type { Format } from './format.ts'
import { github } from './github.ts'
import { gradescope } from './gradescope.ts'
import { junit } from './junit.ts'
import { prairielearn } from './prairielearn.ts'

/** How a result can be written, by the name that a person gives to `npx kit grade --format`. */
export const formats: Readonly<Record<string, Format>> = {
  gradescope,
  classroom50,
  prairielearn,
  autolab,
  junit,
  github,
}
