/** The source texts of a tree of solutions or stubs, by path with forward slashes. */
export type SourceTree = ReadonlyMap<string, string>

/** The result of {@link cutStubs}. */
export interface CutTree {
  /** One stub for each solution file, under the same path. */
  stubs: SourceTree
  /** The location of each TODO, by TODO number: `file:line` of its BEGIN SOLUTION line. */
  todos: ReadonlyMap<string, string>
  /** Problems with the regions, one `file:line: sentence` each. The stubs are valid only if there are none. */
  problems: readonly string[]
}

interface Region {
  number: string
  /** Index of the BEGIN line. */
  begin: number
  /** Index of the END line. */
  end: number
}

const MARKER = /^( *)\/\/ (BEGIN|END) SOLUTION ([1-9]\d*\.[1-9]\d*)$/
/** Matches anything that was probably meant as a marker. Treating it as code would leave the solution in the stub. */
const MARKER_LIKE = /\b(?:begin|end)[\s_-]*solution\b/i
const COMMENT = /^ *\/\//
const IMPORT = "import { NotImplementedError } from '#kit/not-implemented.ts'"

/**
 * Turns solutions into stubs. Every region from `// BEGIN SOLUTION 1.2` to `// END SOLUTION 1.2` becomes
 * `throw new NotImplementedError('1.2')`, and a file with at least one region imports that error. Everything else stays
 * unchanged, including the TODO comment above each region and imports that only the solution used, except that
 * consecutive blank lines are merged into one and line endings become `\n`.
 */
export function cutStubs(solutions: SourceTree): CutTree {
  const stubs = new Map<string, string>()
  const todos = new Map<string, string>()
  const problems: string[] = []
  for (const [file, source] of solutions) {
    const lines = withoutCarriageReturns(source).split('\n')
    const report = (index: number, sentence: string): void => {
      problems.push(`${file}:${index + 1}: ${sentence}`)
    }
    const regions = findRegions(lines, report)
    for (const { number, begin } of regions) {
      const first = todos.get(number)
      if (first) report(begin, `TODO ${number} is already used at ${first}; give each TODO its own number.`)
      else todos.set(number, `${file}:${begin + 1}`)
    }
    stubs.set(file, cut(lines, regions))
  }
  return { stubs, todos, problems }
}

/** Returns the text with every `\r\n` replaced by `\n`. */
export const withoutCarriageReturns = (text: string): string => text.replaceAll('\r\n', '\n')

/** Returns a TODO's solution in a file's text, with its comment and without indentation, or '' if there is none. */
export function regionOf(source: string, id: string): string {
  const lines = withoutCarriageReturns(source).split('\n')
  const { begin = 0, end = 0 } = findRegions(lines, () => {}).find(({ number }) => number === id) ?? {}
  const top = lines.findLastIndex((line, index) => index < begin && !COMMENT.test(line)) + 1
  const indentation = /^ */.exec(lines[begin])![0]
  return [...lines.slice(top, begin), ...lines.slice(begin + 1, end)]
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))
    .join('\n')
}

type Report = (index: number, sentence: string) => void

/** Returns the regions of a file in order and reports every problem with them. */
function findRegions(lines: readonly string[], report: Report): Region[] {
  const regions: Region[] = []
  let open: { number: string; begin: number } | undefined
  for (const [index, line] of lines.entries()) {
    if (!MARKER_LIKE.test(line)) continue
    const [, , word, number] = MARKER.exec(line) ?? []
    if (!word) {
      report(index, 'write the marker on its own line as "// BEGIN SOLUTION 1.2" or "// END SOLUTION 1.2".')
    } else if (word === 'BEGIN') {
      if (open) report(index, `region ${number} begins inside region ${open.number}; end that one first.`)
      checkComment(lines, index, number, report)
      open = { number, begin: index }
    } else if (!open) {
      report(index, `END SOLUTION ${number} has no BEGIN SOLUTION ${number} before it.`)
    } else {
      if (open.number !== number) {
        report(index, `END SOLUTION ${number} ends region ${open.number}; the two numbers must be the same.`)
      }
      if (lines.slice(open.begin + 1, index).every((text) => text.trim() === '' || COMMENT.test(text))) {
        report(open.begin, `region ${open.number} is empty; put the solution between BEGIN and END.`)
      }
      regions.push({ ...open, end: index })
      open = undefined
    }
  }
  if (open) report(open.begin, `region ${open.number} has no END SOLUTION ${open.number} after it.`)
  return regions
}

/** Reports a region whose BEGIN line is not directly below its TODO comment. */
function checkComment(lines: readonly string[], begin: number, number: string, report: Report): void {
  let top = begin
  while (top > 0 && COMMENT.test(lines[top - 1]) && !MARKER_LIKE.test(lines[top - 1])) top--
  if (top === begin || !lines[top].trim().startsWith(`// TODO ${number}: `)) {
    report(begin, `put a comment that starts with "// TODO ${number}: " directly above this line.`)
  }
}

function cut(lines: readonly string[], regions: readonly Region[]): string {
  if (regions.length === 0) return lines.join('\n')
  const kept: string[] = []
  let next = 0
  for (const { number, begin, end } of regions) {
    const indentation = /^ */.exec(lines[begin])![0]
    kept.push(...lines.slice(next, begin), `${indentation}throw new NotImplementedError('${number}')`)
    next = end + 1
  }
  kept.push(...lines.slice(next))
  const after = lineAfterImports(kept)
  kept.splice(after, 0, ...(after === 0 ? [IMPORT, ''] : [IMPORT]))
  return kept.join('\n').replaceAll(/\n{3,}/g, '\n\n')
}

/** Returns the index of the line after the last import statement, or 0 if there is no import. */
function lineAfterImports(lines: readonly string[]): number {
  const first = lines.findLastIndex((line) => /^import\b(?! *[.(])/.test(line))
  if (first < 0) return 0
  // A multi-line import ends on the line that names the module.
  return lines.findIndex((line, index) => index >= first && /['"]/.test(line)) + 1
}
