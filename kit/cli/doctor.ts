import './exit-at-once.ts'
import { doctorCommand } from './kit/doctor.ts'

await doctorCommand.name('npm run doctor --').parseAsync()
