import { afterEach, expect, test } from 'vitest'
import { serveLive, type LivePage } from '#kit/commands/train/pages/live-page.ts'

const open: LivePage[] = []
const serve = async (page: () => Promise<string>, { port = 0, period = 1e6 } = {}) => {
  const server = await serveLive(port, page, period)
  open.push(server)
  return server
}
afterEach(() => open.splice(0).forEach(({ close }) => close()))

/** Returns a page that counts how often it was made. */
const counting = (count = 0) =>
  async function page() {
    count++
    return `<!doctype html><title>run</title><h1>Visit ${count}</h1></html>`
  }

test('serves the page anew at each request, to this machine only', async () => {
  const { address } = await serve(counting())
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  expect(await (await fetch(address)).text()).toContain('Visit 1')
  expect(await (await fetch(address)).text()).toContain('Visit 2')
  expect((await fetch(`${address}favicon.ico`)).status).toBe(204)
})

const eventsOf = async (address: string) =>
  (await fetch(`${address}events`)).body!.pipeThrough(new TextDecoderStream()).getReader()

test('sends the page at once, and a last time at the end', async () => {
  const { address, finish } = await serve(counting())
  const events = await eventsOf(address)
  expect((await events.read()).value).toMatch(/^event: message\ndata: ".*Visit 1.*"\n\n$/)
  await finish(true)
  let received = ''
  for (let part = await events.read(); !part.done; part = await events.read()) received += part.value
  expect(received).toMatch(/^event: over\ndata: ".*Visit 2.*"\n\n$/)
})

test('sends the page from time to time', async () => {
  const { address } = await serve(counting(), { period: 20 })
  const events = await eventsOf(address)
  await events.read()
  expect((await events.read()).value).toMatch(/^event: message\ndata: ".*Visit 2.*"\n\n/)
})

test('a training that can be resumed is not over', async () => {
  const { address, finish } = await serve(counting())
  const events = await eventsOf(address)
  await events.read()
  await finish(false)
  expect((await events.read()).value).toMatch(/^event: message\ndata: ".*Visit 2.*"\n\n$/)
})

test('makes no page for a browser that has not received the one before', async () => {
  let made = 0
  const page = async () => `${++made}`.padEnd(2e7)
  const { address } = await serve(page, { period: 1 })
  await fetch(`${address}events`)
  await expect.poll(() => made).toBeGreaterThan(0)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(made).toBeLessThan(10)
})

test('a page that nobody looks at is not made', async () => {
  let made = 0
  const page = async () => `${++made}`
  const { finish } = await serve(page, { period: 1 })
  await new Promise((resolve) => setTimeout(resolve, 20))
  await finish(true)
  expect(made).toBe(0)
})

test('a page that cannot be made is an answer too', async () => {
  const { address } = await serve(() => Promise.reject(new Error('no data')))
  const response = await fetch(address)
  expect(response.status).toBe(500)
  expect(await response.text()).toContain('no data')
})

test('a port that is in use is said in a sentence', async () => {
  const { address } = await serve(counting())
  const port = Number(new URL(address).port)
  await expect(serve(counting(), { port })).rejects.toThrow(
    `Port ${port} is in use. Choose another one, as in --live 8080.`,
  )
})

test('without a port it has an address of its own, or any free one while that is in use', async () => {
  const page = counting()
  const first = await serveLive(undefined, page, 1e6)
  open.push(first)
  const second = await serveLive(undefined, page, 1e6)
  open.push(second)
  expect(second.address).not.toBe(first.address)
  expect(await (await fetch(second.address)).text()).toContain('Visit')
})
