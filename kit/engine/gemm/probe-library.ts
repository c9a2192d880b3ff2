/**
 * The program that `crashOfProbe` runs: loads a BLAS library, multiplies with it, and prints which files are loaded then.
 *
 * @module
 */
import { loadBlasEngine } from './blas.ts'

try {
  loadBlasEngine(process.argv[2])
} catch {
  // A library that is rejected with an error has not crashed the process.
}
console.log(JSON.stringify((process.report.getReport() as { sharedObjects: string[] }).sharedObjects))
