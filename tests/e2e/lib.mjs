// What the browser tests share: a server with a demonstration community, a browser, steps that read like sentences.
import { chromium } from 'playwright-core'
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHmac } from 'node:crypto'
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = new URL('../..', import.meta.url).pathname
export const password = 'a kettle and four chairs'
export const kith = process.env.KITH || join(root, 'build/plain/kith')

// One run of `kith serve`: answers when it says where it listens.
async function serve(data, listen, options, errors) {
  const run = spawn(kith, ['serve', '--data', data, '--listen', listen, '--trusted-proxy', '127.0.0.1', ...options],
    { cwd: data, stdio: ['ignore', 'pipe', errors] })
  const origin = await new Promise((resolve, reject) => {
    let said = ''
    run.stdout.on('data', chunk => {
      said += chunk
      const found = said.match(/https?:\/\/\S+/)
      if (found) resolve(found[0])
    })
    run.once('exit', code => reject(new Error(`kith serve ended with ${code}`)))
  })
  run.removeAllListeners('exit')
  const end = async signal => {
    const ended = new Promise(resolve => run.once('exit', resolve))
    run.kill(signal)
    await ended
  }
  return { origin, end }
}

// Starts `kith serve` on a free port with the small demonstration community and `people` ({ signIn, name, role }); returns its address and ways
// to end it. With `log` its log goes to a file in the data folder.
export async function startServer(options = [], { log = false, people = [] } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'kith-e2e-'))
  const quiet = { stdio: ['ignore', 'ignore', 'ignore'] }
  execFileSync(kith, ['demo', '--data', data], { env: { ...process.env, KITH_DEMO_PASSWORD: password }, ...quiet })
  for (const { signIn, name, role } of people)
    execFileSync(kith, ['user', 'add', signIn, '--called', name, ...role ? ['--role', role] : [], '--data', data], { env: { ...process.env, KITH_PASSWORD: password }, ...quiet })
  const errors = log ? openSync(join(data, 'log'), 'a') : 'inherit'
  let run = await serve(data, '127.0.0.1:0', options, errors)
  const { origin } = run
  const clean = () => rmSync(data, { recursive: true, force: true })
  return {
    origin,
    data,
    clean,
    crash: () => run.end('SIGSEGV'),
    pause: signal => run.end(signal),
    // The same place again: the same data, at the same address.
    async resume() { run = await serve(data, origin.replace(/.*\//, ''), options, errors) },
    async stop() {
      await run.end('SIGTERM')
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
const present = new AsyncLocalStorage()                  // the pages of the test that runs

// A live page may just be going somewhere by itself: asked again, another one stays.
function insistent(page) {
  const go = page.goto.bind(page)
  page.goto = async (path, options) => {
    for (let tries = 1; ; tries++) {
      try { return await go(path, options) } catch (problem) {
        if (tries === 4 || !/interrupted by another navigation|ERR_ABORTED/.test(problem.message)) throw problem
      }
    }
  }
}

// A person at a browser, coming from an address of their own: `language` is what their browser asks for.
export async function person(browser, origin, { language = 'en', script = true, scheme = 'light', width = 1280, height = 900, agent, address } = {}) {
  const context = await browser.newContext({ baseURL: origin, locale: language, javaScriptEnabled: script, colorScheme: scheme,
    viewport: { width, height }, acceptDownloads: true, userAgent: agent,
    extraHTTPHeaders: { 'Accept-Language': language, 'X-Forwarded-For': address || `192.0.2.${++addresses % 250}` } })
  const page = await context.newPage()
  page.setDefaultTimeout(120000)                         // beside sanitizers and PostgreSQL, on two cores
  insistent(page)
  present.getStore()?.push(page)
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
  if (action === '/join' || action === '/contact') await page.waitForTimeout(2100)   // nobody fills it in sooner: feature/guard
  const press = form.locator(button || 'button:not([type=button]):not([name=do]), button[name=do][value=send]').first()
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), press.click()])
}

// What an app shows now for the secret of a second step, as its page spells it.
export function totp(letters) {
  const bits = [...letters.replace(/[^A-Z2-7]/g, '')].map(l => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(l).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
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

// Where the people of a failed test are, and what they read there.
async function whereabouts(pages) {
  const seen = await Promise.all(pages.filter(page => !page.isClosed()).map(async page => {
    const words = await page.locator('body').innerText({ timeout: 2000 }).catch(() => '(nothing)')
    return `  at ${page.url()}: ${words.replace(/\s+/g, ' ').slice(0, 1200)}`
  }))
  return seen.join('\n')
}

// Runs all whose name contains the word of the command line, a few at a time: much of a journey is waiting for its people.
export async function runAll() {
  const only = process.argv[2] || ''
  const waiting = tests.filter(t => t.name.includes(only))
  let passed = 0, failed = 0
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const begun = Date.now(), pages = []
      try {
        await present.run(pages, next.run)
        passed++
        console.log(`ok ${next.name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
      } catch (error) {
        failed++
        console.log(`not ok ${next.name}\n  ${String(error.stack || error).split('\n').slice(0, 12).join('\n  ')}\n${await whereabouts(pages)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: Number(process.env.KITH_E2E_LANES) || 3 }, lane))
  return { passed, failed }
}
