/** What the name of a folder or a file says about whose it is, in the downloads of the platforms. */
export interface Owner {
  /** The start of the name, which all files of this learner have. */
  prefix: string
  label: string
  /** The number that the platform gave to the learner or to the submission, or the name of the account. */
  identifier: string
  /** What else tells learners apart, if the name of the account is uncertain. */
  account?: string
}

/** `Full Name_1234567_assignsubmission_file_`, as Moodle names a folder, or starts the name of a file. */
const MOODLE = /^((.+?)_(\d+)_assignsubmission_(?:file|onlinetext)_?)/su
/** `lastnamefirst_LATE_12345_67890_file.zip`, as Canvas names a file. */
const CANVAS = /^((.+?)(?:_LATE)?_(\d+)_)\d+_./su
const CANVAS_FILE = /^\d+_/

/**
 * `Assignment_username_attempt_2026-11-29-18-24-36_file.zip`, as Blackboard names a file. Without a file at the end, it is
 * a text about the attempt. Both names before the date may hold a `_`. Only the first date counts: learners choose the name
 * of their file.
 */
const BLACKBOARD = /^((.+?)_attempt_\d{4}(?:-\d\d){5})(?:_.|\.txt$)/su

/** Returns whose a folder or a file is, if a platform has named it. */
export function ownerOf(name: string): Owner | undefined {
  const [, attempt, account] = BLACKBOARD.exec(name) ?? []
  if (account !== undefined) {
    const user = account.slice(account.lastIndexOf('_') + 1)
    return { prefix: `${attempt}_`, label: user, identifier: user, account }
  }
  const [, prefix, label, identifier] = MOODLE.exec(name) ?? CANVAS.exec(name) ?? []
  return prefix === undefined ? undefined : { prefix, label, identifier }
}

/** Returns whether the names that start like this go on with a number of Canvas. */
export const isNumberedUpload = (start: string): boolean => !/_assignsubmission_|_attempt_/.test(start)

/** Returns the name that a file had before Canvas put a number in front. */
export const nameBeforeUpload = (name: string): string => name.replace(CANVAS_FILE, '')

/** The file in which Gradescope says whose the submissions of an export are. */
export const GRADESCOPE_METADATA = 'submission_metadata.yml'

/** Returns the names and the student numbers in {@link GRADESCOPE_METADATA}, by the name of a submission's folder. */
export function readGradescopeMetadata(text: string): Map<string, { label: string; identifier?: string }> {
  const submissions = new Map<string, { names: string[]; numbers: string[] }>()
  let current: { names: string[]; numbers: string[] } | undefined
  let areSubmitters = false
  for (const line of text.split(/\r?\n/)) {
    const [, folder] = /^"?([^\s:"]+)"?:\s*$/.exec(line) ?? []
    if (folder !== undefined) submissions.set(folder, (current = { names: [], numbers: [] }))
    // The results of tests have names as well.
    const [, section] = /^ {2}:?(\w+):/.exec(line) ?? []
    if (section !== undefined || folder !== undefined) areSubmitters = section === 'submitters'
    const [, key, value = ''] = /^\s+(?:- )?:?(name|sid): (.*)$/.exec(line) ?? []
    const plain = value.trim().replace(/^(['"])(.*)\1$/, '$2')
    if (!areSubmitters || plain === '') continue
    if (key === 'name') current?.names.push(plain)
    if (key === 'sid') current?.numbers.push(plain)
  }
  const owners = [...submissions].map(([folder, { names, numbers }]) => {
    const identifier = numbers.length > 0 ? { identifier: numbers.join(', ') } : {}
    return [folder, { label: names.join(', '), ...identifier }] as const
  })
  return new Map(owners.filter(([, { label }]) => label !== ''))
}
