import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { ANSWERS_FOLDER } from '../../../course/answers/index.ts'
import { COURSE_FILE, type CourseSettings } from '../../../course/course-settings.ts'
import { withoutCarriageReturns, type SourceTree } from '../../../course/cut-stubs.ts'
import { HANDED_OUT_FILE, readHandedOut, writeHandedOut } from '../../../course/handed-out.ts'
import { course as courseOfKit, wholeKit } from '../../../course/manifest.ts'
import { MISTAKES_FOLDER } from '../../../course/mistakes/index.ts'
import {
  SOLUTIONS_FILE,
  hasSolutions,
  packSolutions,
  readSolutions,
  textsIn,
} from '../../../course/solutions.ts'
import { readStubs, STUBS_FILE } from '../../../course/stubs.ts'
import { writeWithFolders } from '../../../system/write-with-folders.ts'
import { leaveOutParts } from './leave-out-parts.ts'
import { adaptPackage } from './learner-package.ts'
import { root } from '../../../system/root.ts'

/** What a learner's folder gets, besides the assignments and the two files that are adapted. */
const COPIED = [
  '.devcontainer',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.vscode',
  'LICENSE',
  'README.md',
  'checks',
  'data',
  'docs',
  'kit',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.cjs',
]

/** Entries of those folders that only authors and teachers need. */
const LEFT_OUT = [
  'docs/site',
  'docs/typedoc/figures',
  'docs/architecture.md',
  'docs/grading.md',
  'docs/handing-out.md',
  'docs/learners-walk.md',
  'docs/platforms.md',
  'docs/sample-answers.md',
  'docs/teaching.md',
  'data/make-tiny.ts',
  'kit/commands/authors/manifest.ts',
  'kit/commands/authors/stubs.ts',
  'kit/commands/teach',
  'kit/grading',
  'kit/vitest/graded-runs.ts',
  'kit/vitest/reporters/result.ts',
  HANDED_OUT_FILE,
  SOLUTIONS_FILE,
  STUBS_FILE,
]

/** The workflow of a folder that is handed out as a repository on GitHub. */
export const WORKFLOW = '.github/workflows/check.yml'

/** The folders whose texts show what the solutions look like, or answer questions. They are packed with them. */
const PACKED = [MISTAKES_FOLDER, ANSWERS_FOLDER]

/** Content that only people who work on the kit use: a file, and the text to remove from it. */
const CUT: readonly (readonly [file: string, text: RegExp])[] = [
  ['.vscode/extensions.json', /\s*"(?:oxc|esbenp)\.[\w-]+",/g],
  [
    '.vscode/settings.json',
    /,\s*"(?:editor\.formatOnSave|editor\.defaultFormatter|prettier\.\w+)": [^,\n]+/g,
  ],
  ['.devcontainer/devcontainer.json', /\s*"(?:oxc|esbenp)\.[\w-]+",/g],
  ['.devcontainer/devcontainer.json', / chromium\b/g],
  // Learners keep their answers in their own repository.
  ['.gitignore', /assignments\/\*\/notes\.md\n/g],
  [
    'docs/guide.md',
    /\n {2}- \.\/(?:architecture|grading|handing-out|learners-walk|platforms|sample-answers|teaching)\.md/g,
  ],
]

/** What a folder for learners is like. */
export interface LearnerCopyOptions {
  /** Whether it has the solutions, packed. It has none if the kit has none. */
  solutions?: boolean
  /** What the teacher of a course has chosen, instead of what course.json of the kit says. */
  course?: CourseSettings
  /** Whether it is handed out as a repository, which learners clone, and not made by a learner. */
  release?: boolean
}

/**
 * Copies what a learner needs into an empty folder: the assignments as untouched stubs, and the solutions packed.
 *
 * @throws UserError when they cannot be read
 */
export function copyForLearner(
  target: string,
  { solutions = hasSolutions(root), course = courseOfKit, release = false }: LearnerCopyOptions = {},
): void {
  const stubs = readStubs(root)
  mkdirSync(target, { recursive: true })
  for (const entry of COPIED.filter((name) => existsSync(join(root, name)))) {
    cpSync(join(root, entry), join(target, entry), { recursive: true, filter: isForLearners })
  }
  cpSync(join(root, 'assignments'), join(target, 'assignments'), { recursive: true, filter: isGiven })
  for (const [file, stub] of stubs) writeWithFolders(join(target, 'assignments', file), stub)
  adaptPackage(target)
  for (const [file, text] of CUT) edit(join(target, file), (content) => content.replaceAll(text, ''))
  if (release) {
    mkdirSync(join(target, dirname(WORKFLOW)), { recursive: true })
    cpSync(join(import.meta.dirname, 'check.yml'), join(target, WORKFLOW))
  }
  for (const file of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.md')) adaptPage(join(target, file), release)
  }
  if (Object.keys(course).length > 0)
    writeWithFolders(join(target, COURSE_FILE), `${JSON.stringify(course, null, 2)}\n`)
  const parts = course.parts ?? wholeKit.map(({ number }) => number)
  const areGiven = solutions && hasSolutions(root)
  leaveOutParts(target, parts, areGiven)
  const given = [...stubs.keys()].filter((file) => existsSync(join(target, 'assignments', file)))
  writeWithFolders(
    join(target, STUBS_FILE),
    packSolutions(
      new Map(given.map((file) => [file, readFileSync(join(target, 'assignments', file), 'utf8')])),
    ),
  )
  if (areGiven) writeWithFolders(join(target, SOLUTIONS_FILE), packSolutions(answersTo(given, parts)))
  writeHandedOut(target)
}

/** Returns the solutions of these files, and the texts about these parts that are packed with them. */
function answersTo(files: readonly string[], parts: readonly number[]): SourceTree {
  const texts = PACKED.flatMap((folder) => [...textsIn(folder, root)])
  const others = wholeKit.filter(({ number }) => !parts.includes(number)).map(({ folder }) => folder)
  return new Map([
    ...[...readSolutions(root)].filter(([file]) => files.includes(file)),
    ...texts.filter(([path]) => !others.some((folder) => path.includes(`/${folder}`))),
  ])
}

/** What was handed out, if this is a learner's folder. Then everything else in it is the learner's own. */
const handedOut = readHandedOut(root)?.files

/** Returns whether learners get a file or a folder as it is. */
function isForLearners(path: string): boolean {
  const entry = relative(root, path).replaceAll('\\', '/')
  if (handedOut !== undefined && !(entry in handedOut) && !statSync(path).isDirectory()) return false
  const isPacked = PACKED.some((folder) => entry.startsWith(`${folder}/`)) && entry.endsWith('.txt')
  return !LEFT_OUT.includes(entry) && !isPacked
}

/** Returns whether learners get a file of `assignments/`: handouts, but nothing that somebody wrote there. */
const isGiven = (path: string): boolean =>
  !/\.ts$|\.(?:backup|new|yours)(?:\.\d+)?$|[\\/](?:notes\.md|\.stubs\.json)$/.test(path)

/**
 * Adapts a page to a learner's folder. Text between `<!-- kit -->` and `<!-- /kit -->` applies only to the kit itself
 * and is removed. A comment that starts with `<!-- learner` holds the text that replaces it. If the text depends on how
 * a learner comes to the folder, the comment starts with `<!-- init` or `<!-- release`. A released page keeps both,
 * since a learner may run `npx kit init` there. Commands that train need no `--work assignments`, because there is
 * nothing else to train.
 */
function adaptPage(path: string, release: boolean): void {
  edit(path, (page) =>
    page
      .replaceAll(/^<!-- kit -->$.*?^<!-- \/kit -->\n+/gms, '')
      .replaceAll(/<!-- kit -->.*?<!-- \/kit -->/gs, '')
      .replaceAll(/^<!-- learner\n(.*?)\n-->$/gms, '$1')
      .replaceAll(
        /^<!-- release\n(.*?)\n-->\n+/gms,
        release ? '<!-- release -->\n\n$1\n\n<!-- /release -->\n\n' : '',
      )
      .replaceAll(/^<!-- release -->$.*?^<!-- \/release -->\n+/gms, (text) => (release ? text : ''))
      .replaceAll(/^<!-- init\n(.*?)\n-->$/gms, (text, inside: string) => (release ? text : inside))
      .replaceAll(/(npm run (?:train|experiment) -- [^`\n]*?) --work assignments/g, '$1'),
  )
}

function edit(path: string, change: (text: string) => string): void {
  // A kit that arrived as an npm package lacks some files, such as .gitignore.
  if (!existsSync(path)) return
  const before = withoutCarriageReturns(readFileSync(path, 'utf8'))
  const after = change(before)
  if (after !== before) writeFileSync(path, after)
}
