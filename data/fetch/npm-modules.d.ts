// The parts of npm's own libraries that are used here. The libraries have no types.

declare module 'pacote' {
  interface Options {
    [npmSetting: string]: unknown
    integrity?: string
    signal?: AbortSignal
  }
  const pacote: {
    /** Unpacks a package into a folder. None of its scripts run. */
    extract(spec: string, folder: string, options: Options): Promise<unknown>
    tarball: {
      /** Calls `use` with a tarball's bytes, again if they arrived damaged. Rejects if integrity fails. */
      stream<Result>(
        spec: string,
        use: (tarball: NodeJS.ReadableStream) => Promise<Result>,
        options: Options,
      ): Promise<Result>
    }
  }
  export default pacote
}

declare module '@npmcli/config' {
  export default class Config {
    constructor(options: {
      npmPath: string
      definitions: unknown
      shorthands: unknown
      flatten: unknown
      argv: string[]
      env: NodeJS.ProcessEnv
    })
    load(): Promise<void>
    /** The settings under the names that npm's libraries use. */
    readonly flat: Record<string, unknown>
  }
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const settings: { definitions: unknown; shorthands: unknown; flatten: unknown }
  export default settings
}
