#!/bin/sh
# Installs the packages of the kit beside this script, and before that Node and npm, where there is no Node that is new
# enough. Everything comes from the npm registry. If the packages are there already, it does nothing.
#
#   CNN_PACKAGES         a folder node_modules of the same version of the kit: it is used, and nothing is installed
#   npm_config_registry  another registry than https://registry.npmjs.org
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kit=$here/cnn-from-scratch
npm_version=11.21.2

if [ -n "${CNN_PACKAGES:-}" ]; then
  [ -e "$kit/node_modules" ] || ln -s "$CNN_PACKAGES" "$kit/node_modules"
  exit 0
fi
if [ -e "$here/installed" ]; then exit 0; fi

has_node() {
  node -e 'process.exit(Number.parseInt(process.versions.node) >= 20 ? 0 : 1)' && npm --version
} >/dev/null 2>&1

# Unpacks a package of the registry: fetch PATH FOLDER
fetch() {
  mkdir -p "$2"
  curl -fsSL --retry 3 "${npm_config_registry:-https://registry.npmjs.org}/$1" | tar -xz -C "$2" --strip-components 1
}

if ! has_node; then
  case "$(uname -s) $(uname -m)" in
    'Linux x86_64') machine=linux-x64 ;;
    'Linux aarch64') machine=linux-arm64 ;;
    *)
      echo 'Install Node 20 or newer together with npm, and start this script again.' >&2
      exit 1
      ;;
  esac
  if ! command -v curl >/dev/null; then
    apt-get update
    apt-get install -y --no-install-recommends curl ca-certificates
  fi
  version=$(cat "$here/node-version")
  fetch "node-$machine/-/node-$machine-$version.tgz" "$here/node"
  fetch "npm/-/npm-$npm_version.tgz" "$here/npm"
  printf '#!/bin/sh\nexec node "%s/npm/bin/npm-cli.js" "$@"\n' "$here" >"$here/node/bin/npm"
  chmod +x "$here/node/bin/npm"
  PATH=$here/node/bin:$PATH
  export PATH
fi

cd "$kit"
npm ci
# The kit has its own Node now.
rm -rf "$here/node" "$here/npm"
: >"$here/installed"
