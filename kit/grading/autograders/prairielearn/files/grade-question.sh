#!/bin/sh
# PrairieLearn starts this for every submission.
#
#   GRADE_ROOT  where PrairieLearn's folders are, if not in /grade
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${GRADE_ROOT:-/grade}
result=$root/results/results.json
mkdir -p "$root/results"
if ! sh "$here/grade.sh" "$root/student" prairielearn "$result"; then
  # Then the submission costs no attempt.
  rm -rf "$result"
  echo '{"gradable": false, "format_errors": ["Grading did not work. Please tell your teacher."]}' >"$result"
fi
