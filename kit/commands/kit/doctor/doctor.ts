import { Command } from 'commander'
import { availableParallelism } from 'node:os'
import { styleText } from 'node:util'
import { symbols } from '../../../text/symbols.ts'
import { wrapped } from '../../../text/wrap.ts'
import { examineInstallation, type Finding } from './installation.ts'
import type { EngineSpeed } from './engines.ts'

/** `npx kit doctor`, also available as `npm run doctor`. */
export const doctorCommand = new Command('doctor')
  .description('check the installation, and measure how fast this machine multiplies matrices')
  .option('--json', 'print it as JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const findings = await examineInstallation()
    if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1
    if (!json) console.log(findingLines(findings).join('\n'))
    const engines = await examineEngines()
    if (json) console.log(JSON.stringify({ findings, ...engines }, null, 2))
    else if (engines) console.log(engineLines(engines).join('\n'))
  })

interface Engines {
  engines: EngineSpeed[]
  loops: string
  advice: string
}

/** Measures the engines. Returns undefined if packages that this needs are missing, which a finding already reports. */
async function examineEngines(): Promise<Engines | undefined> {
  try {
    const { measureEngines, engineAdvice } = await import('./engines.ts')
    const { wasm } = await import('#kit/engine/wasm/index.ts')
    const loops = wasm ? 'WebAssembly SIMD' : 'plain TypeScript'
    const engines = measureEngines()
    return { engines, loops, advice: engineAdvice(engines) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

const signOf = {
  right: ['green', symbols.right],
  note: ['yellow', '!'],
  wrong: ['red', symbols.wrong],
} as const

const findingLines = (findings: readonly Finding[]): string[] =>
  findings.map(({ state, sentence }) => {
    const [colour, sign] = signOf[state]
    return wrapped(`${styleText(colour, sign)} `, sentence)
  })

function engineLines({ engines, loops, advice }: Engines): string[] {
  const width = Math.max(...engines.map(({ name }) => name.length))
  const rows = engines.map(({ name, float32, float64, inUse }) => {
    const [single, double] = [float32, float64].map((speed) => speed.toFixed(1).padStart(7))
    const line = `  ${name.padEnd(width)} ${single} in float32 ${double} in float64`
    return inUse ? `${line}   ${styleText('green', '<- in use')}` : line
  })
  return [
    '',
    `Matrix products on ${availableParallelism()} processors, in billions of operations per second:`,
    ...rows,
    `Loops over elements: ${loops}`,
    '',
    wrapped('', advice),
  ]
}
