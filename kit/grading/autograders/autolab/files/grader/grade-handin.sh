#!/bin/sh
# Grades what a learner handed in, and prints what Autolab reads: grade-handin.sh FILE
# The packages come from /opt/grader, where the Dockerfile puts them. Without it they are installed now.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
installed=/opt/grader/cnn-from-scratch/node_modules
if [ -z "${CNN_PACKAGES:-}" ] && [ -d "$installed" ]; then CNN_PACKAGES=$installed; fi
export CNN_PACKAGES
log=$here/log
if sh "$here/install.sh" >"$log" 2>&1 && sh "$here/grade.sh" "$1" autolab "$here/output" >>"$log" 2>&1; then
  cat "$here/output"
else
  echo 'Grading did not work. Please tell your teacher. This is what the grader said:'
  tail -n 20 "$log"
fi
