import { availableParallelism } from 'node:os'
import { mutants } from '../mutants/index.ts'
import { tryMutant, type Verdict } from './mutate.ts'

const verdicts: Verdict[] = []
const queue = mutants.filter(({ todo }) => process.argv.length < 3 || process.argv.slice(2).includes(todo))
const total = queue.length
const worker = async (): Promise<void> => {
  for (let next = queue.shift(); next; next = queue.shift()) verdicts.push(await tryMutant(next))
}
await Promise.all(Array.from({ length: availableParallelism() }, worker))
for (const { mutant, killed, explained, failures } of verdicts) {
  if (killed && explained) continue
  console.log(`${killed ? 'not explained' : 'SURVIVED'}: TODO ${mutant.todo}, ${mutant.mistake}`)
  if (killed) console.log(`    ${failures[0].split('\n').slice(0, 2).join('\n    ')}`)
}
const count = (test: (verdict: Verdict) => boolean): number => verdicts.filter(test).length
console.log(
  `${count(({ killed }) => killed)} of ${total} killed, ${count(({ explained }) => explained)} explained`,
)
