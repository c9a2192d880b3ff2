import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Runs check files in the order of the course, which is that of their names, but networks after all layers, because a
 * network of Part 1 can use a layer of Part 3. So the verdict on the file that was just saved comes before those on its
 * users. Files that are not checks keep Vitest's own order, after the checks.
 */
export default class CourseOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byName = files.filter(isCheck).toSorted((a, b) => a.moduleId.localeCompare(b.moduleId))
    return [
      ...byName.filter((file) => !isNetwork(file)),
      ...byName.filter(isNetwork),
      // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's method, which changes nothing
      ...(await super.sort(files.filter((file) => !isCheck(file)))),
    ]
  }
}

const isCheck = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('.check.ts')
const isNetwork = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('-net.check.ts')
