// What a first visit and a long conversation cost on a slow line.
import { expect, firstLink, person, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

// Bytes as they came over the wire, by the browser's own count. A member's page keeps a stream open: it is weighed until `until`.
async function weigh(page, path, until = 'networkidle') {
  const session = await page.context().newCDPSession(page)
  const seen = new Map()
  await session.send('Network.enable')
  session.on('Network.requestWillBeSent', event => seen.set(event.requestId, { url: event.request.url, bytes: 0 }))
  session.on('Network.loadingFinished', event => { if (seen.has(event.requestId)) seen.get(event.requestId).bytes = event.encodedDataLength })
  await page.goto(path, { waitUntil: until })
  return [...seen.values()].filter(file => file.bytes > 0)   // what the cache answers was not asked for
}

test('a first visit costs at most 25 kB and four requests', async () => {
  const page = await person(browser, server.origin)
  const files = await weigh(page, '/')
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  console.log(`  first visit: ${bytes} bytes in ${files.length} requests`)
  expect(bytes <= 25000, `at most 25000 bytes, got ${bytes}`)
  expect(files.length <= 4, `at most 4 requests, got ${files.map(f => f.url).join(' ')}`)
  await page.context().close()
})

test('all scripts together cost at most 15 kB', async () => {
  const page = await person(browser, server.origin)
  await signIn(page, 'demo')
  await page.goto('/groups/coming-out-later')
  const home = await page.content()
  await page.goto(await firstLink(page, /^\/rooms\/\d+/))
  const scripts = [...new Set([...(home + await page.content()).matchAll(/src="([^"]+\.js[^"]*)"/g)].map(found => found[1]))].concat('/sw-help.js')
  expect(scripts.length === 3, `three scripts, got ${scripts.join(' ')}`)
  const sizes = await Promise.all(scripts.map(async path => (await (await page.request.get(path)).body()).length))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`  scripts: ${scripts.map((path, n) => `${path} ${sizes[n]}`).join(', ')}: ${bytes} bytes`)
  expect(bytes <= 15000, `at most 15000 bytes, got ${bytes}`)
  await page.context().close()
})

test('a page of fifty posts costs at most 12 kB', async () => {
  const page = await person(browser, server.origin)
  await signIn(page, 'facilitator')
  await page.goto('/groups/new-here')
  // The long conversation of the demonstration community: the one with a second page.
  const paths = await page.locator('main a[href^="/topics/"]').evaluateAll(links => [...new Set(links.map(a => a.getAttribute('href').split(/[?#]/)[0]))])
  let most = 0
  for (const path of paths) {
    await page.goto(path)
    const posts = await page.locator('article.post').count()
    if (posts < 50) continue
    // Asked for more often, a page is joined from kept pieces.
    const costs = []
    for (let visit = 1; visit <= 4; visit++) costs.push((await weigh(page, path, 'load'))[0].bytes)
    console.log(`  ${posts} posts: ${costs.join(', ')} bytes`)
    most = Math.max(most, ...costs)
  }
  expect(most > 0, 'a conversation of fifty posts in the demonstration community')
  expect(most <= 12000, `at most 12000 bytes, got ${most}`)
  await page.context().close()
})
