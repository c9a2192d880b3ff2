import { BlasError, loadBlasEngine, systemLibraries } from './blas.ts'
import type { Engine } from './engine.ts'
import { fatalTrial } from './library-trial.ts'
import { gemm as plainGemm } from './plain.ts'
import { loadWasmEngine } from './wasm.ts'

/** Plain TypeScript: always there. */
export const plainEngine: Engine = { name: 'plain TypeScript', gemm: plainGemm }

/** The engines by what `CNN_ENGINE` calls them, fastest first. */
export const engineNames = ['blas', 'wasm', 'plain'] as const
export type EngineName = (typeof engineNames)[number]

/** Which engine to use, as the user wishes. */
export interface EngineWishes {
  /** The fastest engine that may be used: one of {@link engineNames}. All may by default. */
  CNN_ENGINE?: string
  /** The BLAS library to use, in place of those that are usually there: a path or a name. */
  CNN_BLAS?: string
}

/** What {@link chooseEngine} found. */
export interface Choice {
  engine: Engine
  /** A sentence for each wish that could not be fulfilled. */
  problems: string[]
}

/**
 * The fastest engine that works here, and that the wishes allow: the system's BLAS, else WebAssembly, else plain
 * TypeScript. What does not work is a problem to tell the user, never an error.
 */
export function chooseEngine({ CNN_ENGINE = 'blas', CNN_BLAS }: EngineWishes): Choice {
  const problems: string[] = []
  let first = engineNames.indexOf(CNN_ENGINE as EngineName)
  if (first === -1) {
    problems.push(`CNN_ENGINE must be one of ${engineNames.join(', ')}, not "${CNN_ENGINE}".`)
    first = 0
  }
  for (const name of engineNames.slice(first)) {
    const engine = load[name](CNN_BLAS, problems)
    if (engine)
      return { engine, problems: problems.map((problem) => `${problem} Using ${engine.name} instead.`) }
  }
  return { engine: plainEngine, problems }
}

const load: Record<EngineName, (library: string | undefined, problems: string[]) => Engine | undefined> = {
  blas(wish, problems) {
    for (const library of wish ? [wish] : (systemLibraries[process.platform] ?? [])) {
      try {
        const ending = fatalTrial(library)
        if (!ending) return loadBlasEngine(library, { mustBeFast: !wish && library.startsWith('libblas') })
        problems.push(
          `${library} cannot be used as a BLAS library: it ends the process that tries it (${ending}), so it may be damaged.`,
        )
      } catch (error) {
        // Of those that nobody has asked for, the next one may work.
        if (!wish) continue
        if (!(error instanceof BlasError)) throw error
        problems.push(error.message)
      }
    }
    return undefined
  },
  wasm: loadWasmEngine,
  plain: () => plainEngine,
}
