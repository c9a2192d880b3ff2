#!/bin/sh
# The action starts this for every push. GitHub sets GITHUB_WORKSPACE, the learner's repository, and
# GITHUB_STEP_SUMMARY, the file that it shows as the summary of the job.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/install.sh"
summary=$here/summary.md
sh "$here/grade.sh" "$GITHUB_WORKSPACE" github "$summary"
cat "$summary" >>"$GITHUB_STEP_SUMMARY"
