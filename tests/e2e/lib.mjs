// What the browser tests share: a server with a demonstration community, a browser, steps that read like sentences.
import { chromium } from 'playwright-core'
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = new URL('../..', import.meta.url).pathname
export const password = 'a kettle and four chairs'
const kith = join(root, 'build/plain/kith')

// Starts `kith serve` on a free port with the small demonstration community; returns its address and ways to end it.
// With `log` its log goes to a file in the data folder.
export async function startServer(options = [], { log = false } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'kith-e2e-'))
  execFileSync(kith, ['demo', '--data', data], { env: { ...process.env, KITH_DEMO_PASSWORD: password }, stdio: ['ignore', 'ignore', 'ignore'] })
  const errors = log ? openSync(join(data, 'log'), 'a') : 'inherit'
  const server = spawn(kith, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--trusted-proxy', '127.0.0.1', ...options],
    { cwd: data, stdio: ['ignore', 'pipe', errors] })
  const origin = await new Promise((resolve, reject) => {
    let said = ''
    server.stdout.on('data', chunk => {
      said += chunk
      const found = said.match(/https?:\/\/\S+/)
      if (found) resolve(found[0])
    })
    server.once('exit', code => reject(new Error(`kith serve ended with ${code}`)))
  })
  server.removeAllListeners('exit')
  const end = async signal => {
    const ended = new Promise(resolve => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }
  const clean = () => rmSync(data, { recursive: true, force: true })
  return {
    origin,
    data,
    clean,
    crash: () => end('SIGSEGV'),
    async stop() {
      await end('SIGTERM')
      clean()
    }
  }
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync']
  })
}

let addresses = 0

// A person at a browser, coming from an address of their own: `language` is what their browser asks for.
export async function person(browser, origin, { language = 'en', script = true, scheme = 'light', width = 1280, height = 900, agent, address } = {}) {
  const context = await browser.newContext({ baseURL: origin, locale: language, javaScriptEnabled: script, colorScheme: scheme,
    viewport: { width, height }, acceptDownloads: true, userAgent: agent,
    extraHTTPHeaders: { 'Accept-Language': language, 'X-Forwarded-For': address || `192.0.2.${++addresses % 250}` } })
  const page = await context.newPage()
  page.setDefaultTimeout(10000)
  return page
}

export async function signIn(page, name, secret = password) {
  await page.goto('/sign-in')
  await page.fill('main input[name=sign_in]', name)
  await page.fill('main input[name=password]', secret)
  await send(page, '/sign-in')
}

// Presses the button of the form that posts to `action` (or the one named), and waits for the next page.
export async function send(page, action, button = '') {
  const form = page.locator(`main form[action="${action}"]`).first()
  const press = form.locator(button || 'button:not([type=button]):not([name=do]), button[name=do][value=send]').first()
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), press.click()])
}

// The first link of the page whose path fits.
export async function firstLink(page, pattern) {
  const paths = await page.locator('main a[href^="/"]').evaluateAll(links => links.map(a => a.getAttribute('href')))
  const found = paths.find(path => pattern.test(path))
  if (!found) throw new Error(`no link like ${pattern} on ${page.url()}`)
  return found
}

/* ---- running ---- */

const tests = []
export function test(name, run) { tests.push({ name, run }) }

export function expect(good, what) {
  if (!good) throw new Error(`expected ${what}`)
}

export async function runAll() {
  const only = process.argv[2] || ''
  let passed = 0, failed = 0
  for (const { name, run } of tests.filter(t => t.name.includes(only))) {
    try {
      await run()
      passed++
      console.log(`ok ${name}`)
    } catch (error) {
      failed++
      console.log(`not ok ${name}\n  ${String(error.stack || error).split('\n').slice(0, 12).join('\n  ')}`)
    }
  }
  return { passed, failed }
}
