#!/bin/sh
# Grades one submission and writes the result in the format of a platform: grade.sh SUBMISSION FORMAT OUTPUT
# The file "options" beside this script holds more options of `npx kit grade`, such as --detail cause.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kit=$here/cnn-from-scratch
[ -e "$kit/node_modules" ] || sh "$here/install.sh" >&2
PATH=$kit/node_modules/.bin:$PATH
export PATH
rm -rf "$3"
# The options are words of their own.
# shellcheck disable=SC2046
exec node "$kit/kit/commands/kit.js" grade "$1" --format "$2" --output "$3" $(cat "$here/options")
