/** The pipe to the grader, as the process of the work uses it. Both functions wait until all is done. */
export interface Pipe {
  /** Reads the next message. It ends the process if there will be none. */
  read(): Uint8Array
  write(frame: Uint8Array): void
}

/** What a process of the work is told on its command line. */
export interface BootOptions {
  /** The address of the module with the function `serve`. */
  serve: string
  /** What environment variables the kit's own code reads. */
  env: Record<string, string>
  /** What it writes to; it reads from 3. */
  output: number
}

/** Imports a module. It is written outside of {@link boot}, where no tool that loads this file rewrites it. */
type Import = (specifier: string) => Promise<unknown>

/**
 * Begins the process of the work. It has no files: every module comes from the grader, which decides what may be
 * imported. The function is self-contained, because a process without files is started from its source text.
 */
export async function boot({ serve, env, output }: BootOptions, load: Import): Promise<void> {
  const { readSync, writeSync } = process.getBuiltinModule('node:fs')
  const { registerHooks, stripTypeScriptTypes } = process.getBuiltinModule('node:module')
  const v8 = process.getBuiltinModule('node:v8')
  const { parse, stringify } = JSON
  const { wait } = Atomics
  const { min } = Math
  const exit = (process as unknown as { reallyExit: (code: number) => never }).reallyExit.bind(process)
  const input = 3
  const asleep = new Int32Array(new SharedArrayBuffer(4))
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()

  /** Repeats what a pipe that does not wait refuses for now. */
  const insist = (attempt: () => number): number => {
    for (;;) {
      try {
        return attempt()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') exit(1)
        wait(asleep, 0, 0, 1)
      }
    }
  }
  /** What has been read at once, and the part of it that nobody has taken yet: mostly a whole message. */
  const chunk = new Uint8Array(2 ** 16)
  let [begin, end] = [0, 0]
  const readInto = (bytes: Uint8Array, from: number): void => {
    for (let at = from; at < bytes.length;) {
      if (begin === end) {
        ;[begin, end] = [0, insist(() => readSync(input, chunk, 0, chunk.length, null))]
        // The grader has gone.
        if (end === 0) exit(0)
      }
      const next = chunk.subarray(begin, min(end, begin + bytes.length - at))
      bytes.set(next, at)
      at += next.length
      begin += next.length
    }
  }
  /** The requests that came before anything was loaded. */
  const waiting: Uint8Array[] = []
  const channel: Pipe = {
    read() {
      const first = waiting.shift()
      if (first !== undefined) return first
      const head = new Uint8Array(4)
      readInto(head, 0)
      const frame = new Uint8Array(4 + new Uint32Array(head.buffer)[0])
      frame.set(head)
      readInto(frame, 4)
      return frame
    },
    write(frame) {
      for (let at = 0; at < frame.length;) at += insist(() => writeSync(output, frame, at, frame.length - at))
    },
  }

  const wordsOf = (frame: Uint8Array): Record<string, unknown> => {
    const length = new Uint32Array(frame.buffer, 0, 2)[1]
    return parse(decoder.decode(frame.subarray(8, 8 + length))) as Record<string, unknown>
  }
  /** Asks the grader for a module. */
  const ask = (about: object): Record<string, string> => {
    const text = encoder.encode(stringify(about))
    const question = new Uint8Array(8 + text.length)
    new Uint32Array(question.buffer, 0, 2).set([4 + text.length, text.length])
    question.set(text, 8)
    channel.write(question)
    const asked: Uint8Array[] = []
    for (;;) {
      const frame = channel.read()
      const words = wordsOf(frame)
      if (words.op !== 'answer') asked.push(frame)
      else {
        waiting.push(...asked)
        return words as Record<string, string>
      }
    }
  }
  const rewritten = (text: string): string => {
    try {
      return stripTypeScriptTypes(text, { mode: 'transform' })
    } catch (error) {
      // Node says the line only here, in front of everything else.
      const [, line] = /^.*:(\d+)\n/.exec((error as Error).stack ?? '') ?? []
      if (line !== undefined) (error as Error).message += ` (line ${line})`
      throw error
    }
  }
  const plain = (text: string): string => {
    try {
      return stripTypeScriptTypes(text)
    } catch {
      // Enums and the like have to be rewritten.
      return rewritten(text)
    }
  }
  // The work may replace every method of JavaScript, but not what an object without a prototype holds.
  const texts = Object.create(null) as Record<string, string | undefined>
  const built = Object.create(null) as Record<string, true>
  const safe = Object.create(null) as Record<string, true>
  for (const name of 'child_process crypto fs fs/promises os path url util worker_threads'.split(' '))
    safe[`node:${name}`] = true
  /** The addresses of what the given code imports, as the first request names them. */
  const known = Object.create(null) as Record<string, string | undefined>
  const first = channel.read()
  waiting.push(first)
  for (const { parent, specifier, url, text } of wordsOf(first).given as Record<string, string>[]) {
    known[`${parent}\n${specifier}`] = url
    texts[url] ??= text
    built[url] = true
  }
  /** Whether the work may be running. Then no module of Node is handed out that Node's permissions do not limit. */
  let hasBegun = false
  registerHooks({
    resolve(specifier, context, next) {
      const parent = context.parentURL ?? ''
      const isFromNode = hasBegun ? safe[specifier] === true : specifier.startsWith('node:')
      if (isFromNode && built[parent] === true) return next(specifier, context)
      const knownUrl = known[`${parent}\n${specifier}`]
      if (knownUrl !== undefined) return { url: knownUrl, format: 'module', shortCircuit: true }
      const { url, text, error, isGiven } = ask({ op: 'import', specifier, parent })
      if (error !== undefined) throw new Error(error)
      if (text !== undefined) texts[url] = text
      if (isGiven) built[url] = true
      return { url, format: 'module', shortCircuit: true }
    },
    load(url, context, next) {
      const text = texts[url]
      if (text === undefined && hasBegun && safe[url] !== true) throw new Error(`Cannot find module '${url}'`)
      if (text === undefined) return next(url, context)
      delete texts[url]
      return { format: 'module', source: built[url] === true ? text : plain(text), shortCircuit: true }
    },
  })

  Object.assign(process.env, env)
  const { serve: answer } = (await load(serve)) as { serve: (pipe: Pipe) => Promise<never> }

  // The work shares this process with nobody. What it could harm others with is refused by Node's permissions and by the
  // system; this takes away what is within reach besides.
  for (const name of ['exit', 'abort', 'kill'] as const) {
    process[name] = () => {
      throw new Error(
        name === 'exit' ? 'process.exit unexpectedly called' : `process.${name} would end the checks`,
      )
    }
  }
  const unwanted =
    '_kill reallyExit _rawDebug _debugProcess _debugEnd dlopen binding _linkedBinding report chdir umask ' +
    'setuid setgid seteuid setegid setgroups initgroups loadEnvFile openStdin'
  for (const name of unwanted.split(' ')) Reflect.deleteProperty(process, name)
  // With these it could reach servers of this machine that listen on a path, which no network namespace hides.
  const connecting = 'fetch WebSocket EventSource Request Response Headers FormData MessageEvent CloseEvent'
  for (const name of connecting.split(' ')) Reflect.deleteProperty(globalThis, name)
  for (const name of ['compileStreaming', 'instantiateStreaming']) Reflect.deleteProperty(WebAssembly, name)
  v8.setFlagsFromString = () => {}
  process.getBuiltinModule = (() => undefined) as never
  // What is thrown later, in a timer, belongs to no check.
  for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, () => {})
  hasBegun = true
  await answer(channel)
}
