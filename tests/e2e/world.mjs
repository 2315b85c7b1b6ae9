// The one server and the one browser most browser tests use.
import { startServer, startBrowser } from './lib.mjs'
import { everybody } from './room.mjs'

export let server, browser

export async function open() {
  server = await startServer([], { people: everybody })
  browser = await startBrowser()
}

export async function close() {
  await browser.close()
  await server.stop()
}
