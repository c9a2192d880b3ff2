/**
 * Training runs: recipes for networks, and folders that keep what a run needs to be continued.
 *
 * @module
 */
export { buildInMemory } from './build-in-memory.ts'
export type { Checkpoint, RunOptions } from './run/checkpoint.ts'
export { lastLineOf, Metrics, type MetricsLine } from './run/metrics.ts'
export { normalizesTogether } from './parallel/normalizes-together.ts'
export { MOST_WORKERS, ParallelModel, type ParallelOptions } from './parallel/parallel-model.ts'
export { settingsOfRecipe, type Build, type Recipe } from './recipe.ts'
export { RunFolder, type RunConfig } from './run/run-folder.ts'
export {
  defaultSettings,
  missingFor,
  ruleSettingsOf,
  scheduleNames,
  scheduleOf,
  type RecipeSettings,
  type ScheduleName,
  type Settings,
} from './settings.ts'
export { reportPage, type Pixels, type RunReport } from './report/report-page.ts'
export { writeWhole } from '../system/write-whole.ts'
