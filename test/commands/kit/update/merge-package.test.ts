import { expect, test } from 'vitest'
import { mergePackages } from '#kit/commands/kit/update/merge-package.ts'

const base = {
  name: 'cnn-from-scratch',
  version: '0.1.0',
  scripts: { train: 'old train', gone: 'gone' },
  dependencies: { leven: '^4.0.0' },
}
const fresh = {
  name: 'cnn-from-scratch',
  version: '0.2.0',
  scripts: { train: 'new train' },
  dependencies: { leven: '^4.1.0', tar: '^7.0.0' },
}

test('the name, the scripts and the packages of the learner stay, and the rest follows the kit', () => {
  const mine = {
    ...base,
    name: 'my-network',
    author: 'me',
    scripts: { ...base.scripts, mine: 'node mine.ts' },
    dependencies: { ...base.dependencies, chalk: '^5.0.0' },
  }
  expect(mergePackages(mine, fresh, base)).toEqual({
    merged: {
      name: 'my-network',
      version: '0.2.0',
      author: 'me',
      scripts: { train: 'new train', mine: 'node mine.ts' },
      dependencies: { leven: '^4.1.0', tar: '^7.0.0', chalk: '^5.0.0' },
    },
    lost: [],
    hasOwnPackages: true,
  })
})

test('an entry that both have changed is that of the kit, and named', () => {
  const mine = { ...base, scripts: { ...base.scripts, train: 'my train' } }
  const { merged, lost, hasOwnPackages } = mergePackages(mine, fresh, base)
  expect(merged).toEqual(fresh)
  expect(lost).toEqual(['scripts.train'])
  expect(hasOwnPackages).toBe(false)
})

test('an entry that only the learner has changed stays', () => {
  const mine = { ...base, scripts: { ...base.scripts, train: 'my train' } }
  const { merged, lost } = mergePackages(mine, { ...fresh, scripts: base.scripts }, base)
  expect(merged).toMatchObject({ scripts: { train: 'my train', gone: 'gone' } })
  expect(lost).toEqual([])
})

test('without knowing what was handed out, whatever differs is named, and what the kit lacks stays', () => {
  const mine = { ...base, name: 'my-network', scripts: { ...base.scripts, mine: 'node mine.ts' } }
  const { merged, lost } = mergePackages(mine, fresh, undefined)
  expect(merged).toMatchObject({ name: 'my-network', version: '0.2.0' })
  expect(merged.scripts).toEqual({ train: 'new train', gone: 'gone', mine: 'node mine.ts' })
  expect(lost).toContain('scripts.train')
  expect(lost).not.toContain('scripts.mine')
})
