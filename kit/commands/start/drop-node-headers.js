// npm runs this at the end of an installation. It is JavaScript because an older Node on the PATH may run it.
import { existsSync, readdirSync, rmSync } from 'node:fs'

/** Where the package `node` keeps its downloads for this machine: Node itself and its C++ headers. */
const fetched = new URL('../../../node_modules/node/node_modules/', import.meta.url)

// The headers take 61 MB, and only compiling C++ add-ons needs them.
for (const name of existsSync(fetched) ? readdirSync(fetched) : []) {
  try {
    rmSync(new URL(`${encodeURIComponent(name)}/include`, fetched), { recursive: true, force: true })
  } catch {
    // Headers that cannot be removed do no harm.
  }
}
