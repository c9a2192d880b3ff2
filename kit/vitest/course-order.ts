import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { manifest } from '../course/manifest.ts'

const inCourse = [...new Set(manifest.flatMap(({ todos }) => todos.map(({ checks }) => checks)))]
const isNetwork = (checks: string) => checks.endsWith('-net.check.ts')
const order = [...inCourse.filter((checks) => !isNetwork(checks)), ...inCourse.filter(isNetwork)]

/**
 * Runs check files in the order of the course, but networks after all layers, because a network of Part 1 can use a
 * layer of Part 3. So the verdict on the file that was just saved comes before those on its users.
 */
export default class CourseOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's method, which changes nothing
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}

/** Returns the position of a file. Files that are not checks keep Vitest's own order, after the checks. */
function place({ moduleId }: TestSpecification): number {
  const index = order.findIndex((checks) => moduleId.replaceAll('\\', '/').endsWith(`/${checks}`))
  return index === -1 ? order.length : index
}
