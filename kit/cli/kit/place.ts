import { join } from 'node:path'
import { locateTodo } from '../../grading/locate.ts'
import type { Todo } from '../../grading/manifest.ts'
import { root } from './root.ts'

/** Where the learner writes a TODO, as `assignments/1-fully-connected/layers.ts:33`: terminals make a link of it. */
export const placeOf = (todo: Todo): string => `assignments/${todo.file}:${lineOf(todo)}`

/** The line of its comment. */
export const lineOf = ({ file, id }: Todo): number => locateTodo(join(root, 'assignments', file), id)
