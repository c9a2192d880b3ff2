import '../system/v8-flags.ts'
import { doctorCommand } from './kit/doctor/doctor.ts'

await doctorCommand.name('npm run doctor --').parseAsync()
