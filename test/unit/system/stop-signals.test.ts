import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ONE_PRESS, onStop, type Stop } from '#kit/system/stop-signals.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

// The listeners of the test runner are set aside.
const others = signals.map((signal) => [signal, process.listeners(signal)] as const)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  for (const signal of signals) process.removeAllListeners(signal)
})
afterEach(() => {
  vi.useRealTimers()
  for (const [signal, listeners] of others) for (const listener of listeners) process.on(signal, listener)
})

/** Sends these signals, each some milliseconds after the previous one, and returns the requests they cause. */
function heard(...sent: readonly (readonly [signal: (typeof signals)[number], after: number])[]): Stop[] {
  const requests: Stop[] = []
  const release = onStop((request) => requests.push(request))
  for (const [signal, after] of sent) {
    vi.advanceTimersByTime(after)
    process.emit(signal, signal)
  }
  release()
  process.emit('SIGTERM', 'SIGTERM')
  return requests
}

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s asks for an end with exit code %i', ([signal, exitCode]) => {
  expect(heard([signal, 0])).toEqual([{ exitCode, byHand: signal === 'SIGINT', again: false }])
})

test('a Ctrl-C that npm passes on is one, and a later one another', () => {
  const requests = heard(['SIGINT', 0], ['SIGINT', ONE_PRESS - 1], ['SIGINT', 1])
  expect(requests.map(({ again }) => again)).toEqual([false, true])
})

test('only Ctrl-C means that somebody cannot wait', () => {
  const requests = heard(['SIGHUP', 0], ['SIGTERM', 1000], ['SIGTERM', 1000])
  expect(requests.map(({ again }) => again)).toEqual([false, false, false])
})
