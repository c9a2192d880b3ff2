import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { carryOut, undo } from '#kit/commands/kit/update/journal.ts'
import { planUpdate, type UpdatePlan } from '#kit/commands/kit/update/plan.ts'
import { HANDED_OUT_FILE } from '#kit/course/handed-out.ts'
import { handOut, makeFolder, textsIn, type Texts } from './tree.ts'
import { writeTree } from '../../../support/folders.ts'

const CODE = 'assignments/1/layers.ts'
const CHECK = 'checks/1.check.ts'
const OLD: Texts = { [CODE]: 'stub\n', [CHECK]: 'check\n', 'docs/page.md': 'page\n' }

/** Updates a folder that was handed out with `old`, in which the learner has written `mine`. */
function updated(old: Texts, mine: Texts, fresh: Texts): { folder: string; plan: UpdatePlan; after: Texts } {
  const folder = handOut(old)
  writeTree(folder, mine)
  const plan = planUpdate(folder, handOut(fresh))
  carryOut(folder, 'update', plan.changes)
  return { folder, plan, after: textsIn(folder) }
}

describe('a file that the learner has not changed', () => {
  test('is replaced, added or removed', () => {
    const fresh = { [CODE]: 'new stub\n', [CHECK]: 'check\n', 'data/more.txt': 'more\n' }
    const { after, plan } = updated(OLD, {}, fresh)
    expect(after).toMatchObject(fresh)
    expect(after).not.toHaveProperty('docs/page.md')
    expect(plan).toMatchObject({ added: 1, updated: 1, removed: 1, staying: [], replaced: [], orphans: [] })
  })

  test('counts as unchanged with other line endings', () => {
    const { after } = updated(OLD, { [CHECK]: 'check\r\n' }, { ...OLD, [CHECK]: 'new check\n' })
    expect(after[CHECK]).toBe('new check\n')
    expect(after).not.toHaveProperty(`${CHECK}.yours`)
  })
})

describe('a file that the learner has changed', () => {
  const mine = { [CODE]: 'my code\n', [CHECK]: 'my check\n', 'docs/page.md': 'my page\n' }

  test('stays as it is if the kit has not changed it', () => {
    const { plan, after } = updated(OLD, mine, { ...OLD, 'data/more.txt': 'more\n' })
    expect(after).toMatchObject(mine)
    expect(plan).toMatchObject({ added: 1, updated: 0, staying: [], replaced: [] })
  })

  test('stays if it is code, and otherwise gives way and is kept beside', () => {
    const stub = 'stub\n// TODO 1.9: more\n'
    const { plan, after } = updated(OLD, mine, { [CODE]: stub, [CHECK]: 'new\n', 'docs/page.md': 'new\n' })
    expect(after).toMatchObject({
      [CODE]: 'my code\n',
      [`${CODE}.new`]: stub,
      [CHECK]: 'new\n',
      [`${CHECK}.yours`]: 'my check\n',
      'docs/page.md.yours': 'my page\n',
    })
    expect(plan.staying).toEqual([{ path: CODE, beside: `${CODE}.new`, newTodos: ['1.9'] }])
  })

  test('is kept if the kit no longer has it', () => {
    const { plan, after } = updated(OLD, mine, {})
    expect(after).toMatchObject({ [CODE]: 'my code\n', [`${CHECK}.yours`]: 'my check\n' })
    expect(after).not.toHaveProperty(CHECK)
    expect(plan.orphans.toSorted()).toEqual([CODE, CHECK, 'docs/page.md'].toSorted())
  })

  test('is kept beside under a name that is free', () => {
    const { after } = updated(
      OLD,
      { ...mine, [`${CHECK}.yours`]: 'kept before\n' },
      { ...OLD, [CHECK]: 'new\n' },
    )
    expect(after).toMatchObject({ [`${CHECK}.yours`]: 'kept before\n', [`${CHECK}.yours.2`]: 'my check\n' })
  })

  test('is not kept twice', () => {
    const { folder } = updated(OLD, mine, { ...OLD, [CODE]: 'new stub\n' })
    expect(planUpdate(folder, handOut({ ...OLD, [CODE]: 'new stub\n' })).changes).toEqual([])
  })
})

test("a learner's own file stays, wherever it is, and does not stop a new file of the same name", () => {
  const own = { 'thesis.txt': 'all\n', 'kit/mine.ts': 'mine\n', 'docs/new.md': 'my new\n' }
  const { after } = updated(OLD, own, { ...OLD, 'docs/new.md': 'new\n' })
  expect(after).toMatchObject({ ...own, 'docs/new.md': 'new\n', 'docs/new.md.yours': 'my new\n' })
})

test('a file that the learner has removed comes back only if it is new', () => {
  const folder = handOut(OLD)
  rmSync(join(folder, CHECK))
  rmSync(join(folder, 'docs/page.md'))
  carryOut(folder, 'update', planUpdate(folder, handOut({ ...OLD, [CHECK]: 'new\n' })).changes)
  expect(textsIn(folder)[CHECK]).toBe('new\n')
  expect(textsIn(folder)).not.toHaveProperty('docs/page.md')
})

test('in a folder of an older kit, everything that differs is kept', () => {
  const folder = makeFolder(OLD)
  carryOut(
    folder,
    'update',
    planUpdate(folder, handOut({ ...OLD, [CODE]: 'new\n', [CHECK]: 'new\n' })).changes,
  )
  expect(textsIn(folder)).toMatchObject({
    [CODE]: 'stub\n',
    [`${CODE}.new`]: 'new\n',
    [CHECK]: 'new\n',
    [`${CHECK}.yours`]: 'check\n',
  })
  expect(textsIn(folder)).toHaveProperty([HANDED_OUT_FILE])
})

test('undo brings back every byte, and keeps what has been written since', () => {
  const folder = handOut(OLD)
  writeTree(folder, { 'docs/page.md': 'my page\r\n' })
  const before = textsIn(folder)
  const fresh = handOut({ [CODE]: 'new\n', [CHECK]: 'new\n', 'deep/er/file.txt': 'new\n' })
  carryOut(folder, 'update', planUpdate(folder, fresh).changes)
  expect(textsIn(folder)).not.toEqual(before)
  expect(undo(folder).edited).toEqual([])
  expect(textsIn(folder)).toEqual(before)

  carryOut(folder, 'update', planUpdate(folder, fresh).changes)
  const since = {
    [CODE]: 'solved\n',
    [CHECK]: 'edited\n',
    'deep/er/file.txt': 'noted\n',
    'docs/page.md': 'again\n',
  }
  writeTree(folder, since)
  expect(undo(folder).edited.toSorted()).toEqual(
    [CODE, `${CHECK}.yours`, 'deep/er/file.txt', 'docs/page.md.yours.2'].toSorted(),
  )
  expect(textsIn(folder)).toMatchObject({
    ...before,
    [CODE]: 'solved\n',
    [`${CHECK}.yours`]: 'edited\n',
    'deep/er/file.txt': 'noted\n',
    'docs/page.md.yours.2': 'again\n',
  })
  expect(() => undo(folder)).toThrow('There is no update to undo.')
})

test('what is edited while the update is carried out is kept as well', () => {
  const folder = handOut(OLD)
  const { changes } = planUpdate(folder, handOut({ [CODE]: 'new\n', [CHECK]: 'new\n' }))
  for (const path of [CODE, CHECK, 'docs/page.md']) writeTree(folder, { [path]: 'typed now\n' })
  expect(carryOut(folder, 'update', changes).toSorted()).toEqual([CODE, `${CHECK}.yours`, 'docs/page.md'])
  expect(textsIn(folder)).toMatchObject({
    [CODE]: 'typed now\n',
    [`${CODE}.new`]: 'new\n',
    [CHECK]: 'new\n',
    [`${CHECK}.yours`]: 'typed now\n',
    'docs/page.md': 'typed now\n',
  })
})

test('a folder or a link in the way stops the update before it begins', () => {
  const folder = handOut(OLD)
  const elsewhere = makeFolder({})
  const { changes } = planUpdate(folder, handOut({ ...OLD, 'docs/new.md': 'new\n', 'more/a.txt': 'new\n' }))
  mkdirSync(join(folder, 'docs/new.md'))
  expect(() => carryOut(folder, 'update', changes)).toThrow(
    'docs/new.md is a folder, but the kit needs a file there.',
  )
  rmSync(join(folder, 'docs/new.md'), { recursive: true })
  symlinkSync(elsewhere, join(folder, 'more'), 'junction')
  expect(() => carryOut(folder, 'update', changes)).toThrow(
    'more is a symbolic link, but the kit needs a folder there.',
  )
  expect(textsIn(elsewhere)).not.toHaveProperty('a.txt')
  expect(existsSync(join(folder, 'docs/new.md'))).toBe(false)
})
