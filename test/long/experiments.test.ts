import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import { loadDataset } from '#data/index.ts'
import type { Outcome, Setting } from '#kit/experiments/experiment.ts'
import { experiments } from '#kit/experiments/index.ts'
import { writePage } from '#kit/experiments/page.ts'
import { runTraining } from '#kit/experiments/run.ts'
import { table } from '#kit/experiments/table.ts'
import { temporaryFolder } from '../support/folders.ts'

const dataset = await loadDataset({ name: 'tiny', scale: true })
const small: Setting = { dataset, seed: 0, epochs: 1, trainSize: 20 }
const quiet = { onStep: () => {}, signal: new AbortController().signal }

test.for(Object.keys(experiments))(
  '%s runs from end to end and draws everything that its page shows',
  async (name) => {
    const { experiment } = await experiments[name].load()
    const trainings = experiment.trainings(small)
    expect(new Set(trainings.map((training) => training.name)).size).toBe(trainings.length)
    const outcomes: Outcome[] = []
    for (const training of trainings) outcomes.push((await runTraining(training, quiet))!)
    for (const { history } of outcomes) expect(history.trainAccuracy).toHaveLength(2)

    const show = experiment.show(outcomes, small)
    const rows = table(outcomes, show)
    expect(rows.every(({ length }) => length === rows[0].length)).toBe(true)
    expect(rows.length).toBeGreaterThan(1)
    expect(show.missing ?? []).toEqual([])
    // Measured times are not checked, but the difference between two methods must be small.
    for (const cells of show.measured?.rows.slice(1) ?? []) expect(Number(cells[4])).toBeLessThan(1e-3)

    const folder = temporaryFolder()
    const page = readFileSync(await writePage(folder, experiment, show, rows, 'a note'), 'utf8')
    const files = Array.from(page.matchAll(/<img [^>]*src="([^"]+)"/g), ([, file]) => file)
    expect(files.length).toBe(show.charts.length + (show.pictures?.length ?? 0))
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([])
    for (const { name: file, chart } of show.charts) {
      const svg = readFileSync(join(folder, `${file}.svg`), 'utf8')
      expect(svg).toMatch(/^<svg width="480" height="320" [^]*<\/svg>$/)
      // A single line needs no legend.
      const names = chart.series.length > 1 ? chart.series.map((one) => one.name) : []
      for (const label of [chart.title, chart.xLabel, chart.yLabel, ...names]) {
        expect(svg).toContain(`>${label}</text>`)
      }
      expect(svg).not.toContain('NaN')
    }
    for (const { name: file, picture } of show.pictures ?? []) {
      const { width, height, channels } = decode(readFileSync(join(folder, `${file}.png`)))
      expect([width, height, channels]).toEqual([picture.width, picture.height, 3])
    }
    expect(page).toContain(experiment.title)
    expect(page.match(/<li>/g)).toHaveLength(experiment.questions.length)
  },
)
