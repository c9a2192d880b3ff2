/**
 * The program of `fatalTrial`: loads a BLAS library, multiplies with it, and prints which files are loaded by then.
 *
 * @module
 */
import { loadBlasEngine } from './blas.ts'

try {
  loadBlasEngine(process.argv[2])
} catch {
  // Who is refused is alive.
}
console.log(JSON.stringify((process.report.getReport() as { sharedObjects: string[] }).sharedObjects))
