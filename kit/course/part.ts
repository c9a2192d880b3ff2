/** One TODO: a region that the learner fills in. Its hints are in `hints/`, so that checks need not load them. */
export interface Todo {
  /** "part.step", as in the source and in `NotImplementedError`. */
  id: string
  /** The function, or the part of a network, that the TODO is about. */
  title: string
  /** The path of its file below `assignments/` and `solutions/`. */
  file: string
  points: number
  /** Its section of the handout: `assignments/1-fully-connected/README.md#11-affineforward`. */
  handout: string
  /**
   * The file with its checks, in the folder of the TODO's part: `checks/1-fully-connected/1-layers.check.ts`. The number
   * makes the order of names the order of the course.
   */
  checks: string
}

/** One part of the course: a folder of assignments. */
export interface Part {
  number: number
  title: string
  /** Its folder below `assignments/`, `solutions/` and `checks/`. */
  folder: string
  /** The last day on which it can be handed in, as "2027-01-15", if the course has one. */
  due?: string
  todos: readonly Todo[]
}
