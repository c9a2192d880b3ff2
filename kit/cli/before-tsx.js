// Where a program may reserve little memory, tsx ends with a stack as it is loaded: that is looked at before. It is
// JavaScript because an older Node cannot read anything else, and is going to be told so.
if (process.features.typescript) await import('./require-addresses.ts')
