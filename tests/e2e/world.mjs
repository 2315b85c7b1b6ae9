// The one server and the one browser all browser tests use.
import { startServer, startBrowser } from './lib.mjs'

export let server, browser

export async function open() {
  server = await startServer()
  browser = await startBrowser()
}

export async function close() {
  await browser.close()
  await server.stop()
}
