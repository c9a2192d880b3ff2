import { afterAll } from 'vitest'
import { markSkipped } from './mark-skipped.ts'

afterAll(markSkipped)
