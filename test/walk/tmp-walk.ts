import { Learner } from '/work/main/test/kit/learner.ts'
import { walk } from '/work/main/test/walk/walk.ts'
const l = new Learner()
let n = 0
for (const s of walk(l)) {
  const ok = [
    s.wrong.status === 1,
    s.mutant.says.test(s.wrong.output),
    s.wrong.output.includes('  Wrong assignments/'),
    s.hint.status === 0,
    s.right.status === 0,
  ]
  console.log(s.todo.id, ok.every(Boolean) ? 'ok' : `${ok}\n${s.wrong.output}\n----\n${s.right.output}`)
  console.log(
    '   ',
    s.wrong.output.split('\n').find((x) => x.startsWith('  Wrong')),
    '\n    ',
    s.hint.output.split('\n')[2],
  )
}
l.remove()
