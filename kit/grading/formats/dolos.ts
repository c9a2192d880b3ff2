/** A submission to compare with others. */
export interface Compared {
  /** A name that is different for each submission and safe as the name of a folder. */
  name: string
  /** The name as people write it. */
  label: string
  /** The submitted files, by their path below `assignments/`. */
  files: ReadonlyMap<string, string>
}

/**
 * Returns the files of a zip that Dolos and JPlag compare, by path: every submitted file, in a folder for each
 * submission, and an `info.csv` that says whose it is. Dolos compares file with file, so each file of the assignments has
 * a label, and a colour, of its own.
 *
 * @param given - the files that everybody got. What is still the same is left out.
 */
export function dolosFiles(
  submissions: readonly Compared[],
  given: ReadonlyMap<string, string>,
): Map<string, string> {
  const rows = [['filename', 'label', 'full_name']]
  const files = new Map<string, string>()
  for (const { name, label, files: submitted } of submissions) {
    for (const [path, text] of submitted) {
      if (text === given.get(path)) continue
      files.set(`${name}/${path}`, text)
      rows.push([`${name}/${path}`, path, label])
    }
  }
  return new Map([['info.csv', rows.map((row) => `${row.map(quoted).join(',')}\n`).join('')], ...files])
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
