import './exit-at-once.ts'
import './require-addresses.ts'

/**
 * Imported first by the Vitest configuration and by every command: ends at once, with one sentence, where the kit's
 * own Node is missing (npm was told to run no scripts) and the Node on the PATH is too old.
 */
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This kit runs on Node 24, which it installs for itself, but it was started on Node ${process.versions.node}: ` +
      'run "npm ci --ignore-scripts=false" once, then use npm or npx to start its commands.',
  )
  process.exit(1)
}
