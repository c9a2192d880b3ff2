/** How a small change of the solution gives what the work gave, by the cause's id. */
export const edits = {
  'edit/replaced': '{what} is exactly what comes out with `{found}` where `{right}` belongs, in `{code}`.',
  'edit/swapped': '{what} is exactly what comes out if `{first}` and `{second}` are exchanged {where}.',
  'edit/replaced-everywhere': '{what} is exactly what comes out with `{found}` where `{right}` belongs.',
  'edit/left-out': '{what} is exactly what comes out without `{part}` in `{code}`.',
  'edit/step-left-out': '{what} is exactly what comes out without the step `{code}`.',
  'edit/extra': '{what} is exactly what comes out if `{code}` is {done}, which it should not be.',
} as const
