/**
 * The rooms of the house, from the ground up: imports point down, or stay in their room. docs/architecture.md has the
 * picture. `#work/...`, the code that is graded or trained, is not in the list: it can be imported anywhere, and means
 * what stands in assignments/ or in solutions/.
 */
const rooms = [
  'kit/system',
  'kit/text',
  'kit/not-implemented',
  'kit/engine',
  'kit/tensor',
  'kit/layers',
  'kit/network',
  'kit/solver',
  'data',
  'kit/training',
  'kit/experiments',
  'kit/course',
  'kit/progress',
  'kit/grading',
  'kit/vitest',
  'kit/commands',
  'checks',
  'test',
]
const WORK = '^(assignments|solutions)/'
const inside = (names) => `^(${names.join('|')})[/.]`

const pointDown = rooms.slice(0, -1).map((room, i) => ({
  name: `${room.replaceAll('/', '-')}-imports-from-above`,
  comment: `${room}/ may import what stands before it in the list of rooms, in .dependency-cruiser.mjs.`,
  severity: 'error',
  from: { path: inside([room]) },
  to: { path: inside(rooms.slice(i + 1)) },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...pointDown,
    {
      name: 'circle',
      comment: 'Two files that need each other are one file, or what they share belongs in a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'work-imports-too-much',
      comment: 'What a learner imports is given code: nothing of grading, commands, checks or tests.',
      severity: 'error',
      from: { path: WORK },
      to: {
        path: inside(rooms.slice(rooms.indexOf('kit/experiments'))),
      },
    },
    {
      name: 'checks-import-commands',
      comment:
        'A check knows the work, the layers, and what explains a failure; it knows nothing of what is typed.',
      severity: 'error',
      from: { path: '^checks/' },
      to: { path: '^kit/(commands|experiments|progress)/' },
    },
    {
      name: 'not-found',
      comment: 'There is no such file or package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['solutions', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^kit/engine/wasm/assembly/' },
  },
}
