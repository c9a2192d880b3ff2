import { BlasError, loadBlasEngine, systemLibraries } from './blas.ts'
import type { Engine } from './engine.ts'
import { crashOfProbe } from './library-probe.ts'
import { gemm as plainGemm } from './plain.ts'
import { loadWasmEngine } from './wasm.ts'

/** The engine in plain TypeScript, which is always available. */
export const plainEngine: Engine = { name: 'plain TypeScript', gemm: plainGemm }

/** The engines by their names in `CNN_ENGINE`, fastest first. */
export const engineNames = ['blas', 'wasm', 'plain'] as const
export type EngineName = (typeof engineNames)[number]

/** The user's choice of engine. */
export interface EngineOptions {
  /** The fastest engine that may be used: one of {@link engineNames}. All may be used by default. */
  CNN_ENGINE?: string
  /** The BLAS library to use instead of the usual ones: a path or a name. */
  CNN_BLAS?: string
}

/** The result of {@link chooseEngine}. */
export interface Choice {
  engine: Engine
  /** A sentence for each wish that could not be met. */
  problems: string[]
}

/**
 * Returns the fastest engine that works here and that the user allows: the system's BLAS, else WebAssembly, else plain
 * TypeScript. What does not work is reported as a problem, never thrown.
 */
export function chooseEngine({ CNN_ENGINE = 'blas', CNN_BLAS }: EngineOptions): Choice {
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
        const ending = crashOfProbe(library)
        if (!ending) return loadBlasEngine(library, { mustBeFast: !wish && library.startsWith('libblas') })
        problems.push(
          `${library} cannot be used as a BLAS library: it crashes the process that tries it (${ending}), so it may be damaged.`,
        )
      } catch (error) {
        // Among the default libraries, the next one may work.
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
