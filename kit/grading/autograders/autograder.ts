/** What `npx kit autograder` has to know of a platform. Its scripts are in the folder `files` beside its file. */
export interface Autograder {
  /** Whether learners can read the package. Then it never has the solutions. */
  isReadByLearners: boolean
  /** Returns files of the package that depend on the course, by path. */
  filesOfCourse?: () => ReadonlyMap<string, string>
  /** Turns a folder with all files of the package into what the teacher uploads. */
  pack?: (folder: string) => Promise<void> | void
  /** What the teacher does next, in two or three lines. */
  nextSteps: () => readonly string[]
}
