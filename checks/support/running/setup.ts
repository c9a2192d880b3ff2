// Vitest itself does this for process.exit.
for (const name of ['abort', 'kill'] as const) {
  process[name] = () => {
    throw new Error(`process.${name} would end the checks`)
  }
}
