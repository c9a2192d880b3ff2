import { afterEach, expect, test } from 'vitest'
import { serveLive } from '#kit/cli/live-page.ts'

const open: { close: () => void }[] = []
const serve = async (...args: Parameters<typeof serveLive>) => {
  const server = await serveLive(...args)
  open.push(server)
  return server
}
afterEach(() => open.splice(0).forEach(({ close }) => close()))

test('serves the page anew at each request, to this machine only', async () => {
  let count = 0
  const { address } = await serve(0, async () => `visit ${++count}`)
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  expect(await (await fetch(address)).text()).toBe('visit 1')
  expect(await (await fetch(address)).text()).toBe('visit 2')
})

test('a page that cannot be made is an answer too', async () => {
  const { address } = await serve(0, () => Promise.reject(new Error('no data')))
  const response = await fetch(address)
  expect(response.status).toBe(500)
  expect(await response.text()).toContain('no data')
})

test('a port that is in use is said in a sentence', async () => {
  const { address } = await serve(0, async () => '')
  const port = Number(new URL(address).port)
  await expect(serveLive(port, async () => '')).rejects.toThrow(
    `Port ${port} is in use: choose another one, as in --live 8080.`,
  )
})
