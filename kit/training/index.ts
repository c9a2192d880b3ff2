/**
 * Training runs: recipes for networks, and folders that keep what a run needs to be continued.
 *
 * @module
 */
export type { Build, Recipe } from './recipe.ts'
export type { RecipeSettings, ScheduleName, Settings } from './settings.ts'
