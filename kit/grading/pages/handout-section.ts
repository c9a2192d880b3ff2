import { manifest } from '../../course/manifest.ts'

/** Returns where the handouts explain a TODO: `Part 1, section "1.2 affineBackward"`. */
export const handoutSection = ({ todo, title }: { todo: string; title: string }): string =>
  `Part ${todo.split('.')[0]}, section "${todo} ${title}"`

/** Returns the file of that section; undefined if this course has no such TODO. */
export const handoutFile = (todo: string): string | undefined =>
  manifest
    .flatMap(({ todos }) => todos)
    .find(({ id }) => id === todo)
    ?.handout.split('#')[0]
