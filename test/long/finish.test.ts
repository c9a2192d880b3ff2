import { expect, test } from 'vitest'
import { manifest } from '#kit/course/manifest.ts'
import { RunningVitest } from '../support/running-vitest.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

const ALL_DONE = 'All done: every TODO passes all of its checks.'

test('when the last TODO turns green while watching, everything is checked once more, once', async () => {
  const kit = new TemporaryKit()
  const todos = manifest.flatMap((part) => part.todos)
  const last = todos.at(-1)!
  for (const { id } of todos) if (id !== last.id) kit.fill(id)

  const vitest = new RunningVitest(kit.root, '--watch')
  await vitest.sees(`TODO ${last.id}, ${last.title}, is not started`)
  await vitest.sees('Waiting for file changes')
  expect(vitest.count(ALL_DONE)).toBe(0)

  kit.fill(last.id)
  await vitest.sees('To be sure, the kit now runs all checks once more.')
  await vitest.sees(ALL_DONE)
  expect(vitest.output.indexOf(ALL_DONE)).toBeGreaterThan(vitest.output.indexOf('To be sure'))

  const path = `assignments/${last.file}`
  kit.write(path, `${kit.read(path)}\n`)
  await vitest.sees(ALL_DONE, 2)
  expect(vitest.count('To be sure')).toBe(1)
  expect(vitest.count(`npx kit solution ${last.id}`)).toBe(1)
})
