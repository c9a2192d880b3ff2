#!/bin/sh
# Gradescope starts this once, when it builds the image in which submissions are graded.
#
#   AUTOGRADER_ROOT  where Gradescope's folders are, if not in /autograder
set -eu
sh "${AUTOGRADER_ROOT:-/autograder}/source/install.sh"
