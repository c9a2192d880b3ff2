/** All update rules, by name. */
export { muon, type MuonConfig } from './muon.ts'
export * from './update-rules.ts'
