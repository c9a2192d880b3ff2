// Everything that is exported to TypeScript.
export * from './batchnorm'
export * from './channels-last'
export * from './elementwise'
export * from './gemm'
export * from './max-pool'
export * from './row-expansion'
export * from './update-rules'
export * from './winograd'
