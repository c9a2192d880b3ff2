/** The part of WebAssembly's interface that is used here. Node's own types lack it. */
declare namespace WebAssembly {
  // oxlint-disable-next-line typescript/no-extraneous-class -- a class of the platform
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } })
    readonly exports: Record<string, unknown>
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared: true })
    readonly buffer: SharedArrayBuffer
  }
}
