import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import VitestHtmlReporter from '@vitest/ui/reporter'
import type { SerializedError, TestModule, Vitest } from 'vitest/node'
import { toFileAccessError } from '../../system/system-error.ts'
import { pageAdditions, asOurs } from './page.ts'
import { shownParts } from './shown-parts.ts'
import { isUserError } from '#kit/system/user-error.ts'

interface Options {
  outputDir?: string
  singleFile?: boolean
}

/** The methods of Vitest's own reporter. Its types do not say that it is a class. */
interface HtmlReporter {
  onInit(vitest: Vitest): Promise<void>
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): Promise<void>
}
const HtmlReporter = VitestHtmlReporter as unknown as new (options: Options) => HtmlReporter

/**
 * Writes Vitest's HTML report as one file that opens without a server, with the kit's additions to the page
 * ({@link pageAdditions}).
 */
export default class KitHtmlReporter extends HtmlReporter {
  readonly #page: string
  #vitest: Vitest | undefined

  constructor({ outputDir = '.vitest', ...options }: Options) {
    super({ singleFile: true, ...options, outputDir })
    this.#page = `${outputDir}/index.html`
  }

  override async onInit(vitest: Vitest): Promise<void> {
    this.#vitest = vitest
    await super.onInit(vitest)
  }

  override async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
  ): Promise<void> {
    const { config, logger, projects } = this.#vitest!
    const page = resolve(config.root, this.#page)
    try {
      await super.onTestRunEnd(modules, errors)
    } catch (error) {
      const refusal = toFileAccessError(error, 'written', page)
      if (!isUserError(refusal, 'refused')) throw error
      logger.error(refusal.message)
      process.exitCode = 1
      return
    }
    // The record of progress, which already includes this run, covers only the learner's tree.
    const isRecorded = modules.some(({ project }) => project.name === 'assignments')
    const parts = isRecorded ? shownParts(config.root) : []
    writeFileSync(page, asOurs(readFileSync(page, 'utf8')) + pageAdditions(projects.length, parts))
    logger.log(`       Or open ${this.#page} in your browser.`)
  }
}
