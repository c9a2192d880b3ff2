// npm runs this at the end of an installation. It is JavaScript because an older Node on the PATH may run it.
import { existsSync, readdirSync, rmSync } from 'node:fs'

/** Where the package `node` keeps what it has fetched for this machine: Node itself and its C++ headers. */
const fetched = new URL('../../../node_modules/node/node_modules/', import.meta.url)

// Only add-ons in C++ are compiled with the headers, and they take 61 MB.
for (const name of existsSync(fetched) ? readdirSync(fetched) : []) {
  try {
    rmSync(new URL(`${encodeURIComponent(name)}/include`, fetched), { recursive: true, force: true })
  } catch {
    // Nothing fails because they are there.
  }
}
