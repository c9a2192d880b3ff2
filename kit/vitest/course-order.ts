import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Runs check files in the order of the course, which is that of their names, but networks after all layers, because a
 * network of Part 1 can use a layer of Part 3. So the verdict on the file that was just saved comes before those on its
 * users. The tests of the kit follow: first those that start commands, which take long, so that short ones are left at the
 * end to keep every processor busy. Among them, Vitest's own order holds.
 */
export default class CourseOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byName = files.filter(isCheck).toSorted((a, b) => a.moduleId.localeCompare(b.moduleId))
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's method, which changes nothing
    const tests = await super.sort(files.filter((file) => !isCheck(file)))
    return [
      ...byName.filter((file) => !isNetwork(file)),
      ...byName.filter(isNetwork),
      ...tests.filter((file) => !isUnit(file)),
      ...tests.filter(isUnit),
    ]
  }
}

const isCheck = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('.check.ts')
const isUnit = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/unit/')
const isNetwork = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('-net.check.ts')
