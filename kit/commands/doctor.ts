import '../system/v8-flags.ts'
import { doctorCommand } from './kit/doctor/doctor.ts'
import { runProgram } from './run-program.ts'

await runProgram(doctorCommand.name('npm run doctor --'))
