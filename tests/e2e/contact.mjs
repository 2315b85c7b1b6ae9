// Knowing each other and not: two people ask, connect, sort, mute, block and unblock, with JavaScript and then without.
import { expect, firstLink, send, test } from './lib.mjs'
import { browser, server } from './world.mjs'
import { Guest } from './room.mjs'

const group = '/groups/new-here'
// A block reaches everywhere: it is between two whom no other journey needs.
const [first, second] = ['Hedda', 'Joris']
const shows = async (page, path, words) => {
  await page.goto(path)
  return (await page.locator('main').innerText()).includes(words)
}
const status = async (page, path) => (await page.goto(path)).status()

async function arrive(name, how) {
  const guest = await Guest.arrive(browser, server.origin, { ...how, language: 'en', name })
  await guest.join(group)
  if (how.script) await guest.tellsAge()
  return guest.page
}

async function circle(page, name) {
  await page.goto('/circles')
  await page.fill('main form[action="/circles/new"] input[name=name]', name)
  await send(page, '/circles/new')
  expect((await page.locator('h1').innerText()).includes(name), 'the circle by its name')
  return new URL(page.url()).pathname
}

async function quietHours(page) {
  await page.goto('/connections/choices')
  await page.check('input[name=quiet]')
  await page.fill('input[name=from]', 'late')
  await send(page, '/connections/choices')
  expect(await page.locator('.err').count() === 1 && await page.inputValue('input[name=from]') === 'late', 'what was typed stays')
  await page.fill('input[name=from]', '22:30')
  await send(page, '/connections/choices')
  expect(await page.inputValue('input[name=from]') === '22:30', 'the hours are kept')
}

async function connects(hedda, joris, words) {
  await hedda.goto(`/people/${second}`)
  const there = (await firstLink(hedda, /^\/connections\/\d+/)).match(/^\/connections\/\d+/)[0]
  await hedda.goto(there)
  if (!await hedda.locator('textarea[name=note]').count()) {   // the second time they know each other already
    await send(hedda, there + '/end')
    await hedda.goto(there)
  }
  await hedda.fill('textarea[name=note]', words)
  await send(hedda, there + '/ask')
  expect(await shows(hedda, '/connections?of=asked', second), 'the ask in one’s own list')
  expect(await shows(joris, '/connections', words), 'the ask and its words')
  const back = await joris.locator('main a[href^="/connections/"]', { hasText: first }).first().getAttribute('href')
  await send(joris, back + '/accept')
  expect(await shows(hedda, '/connections', second), 'each in the other’s list')
  return { there, back }
}

async function blocks(hedda, joris, { there, back }) {
  await hedda.goto(there + '/block')
  await send(hedda, there + '/block')
  expect(await shows(hedda, '/connections?of=blocked', second), 'who is blocked, in one’s own list')
  expect(await status(joris, back) === 404 && await status(hedda, there) === 404, 'neither finds the other')
  expect(!await shows(joris, '/connections', first) && !await shows(joris, '/connections?of=blocked', first), 'no word of it on the other side')
  await hedda.goto('/connections?of=blocked')
  await send(hedda, there + '/unblock')
  expect(await status(joris, back) === 200 && !await shows(hedda, '/connections', second), 'they can meet again, and nothing came back by itself')
}

test('two people connect, sort each other into circles, mute and block, with and without JavaScript', async () => {
  for (const script of [true, false]) {
    const [hedda, joris] = await Promise.all([arrive(first, { script }), arrive(second, { script, width: 360, height: 740 })])
    const porch = await circle(hedda, 'Porch 🌈 سلام')
    await quietHours(hedda)
    const ways = await connects(hedda, joris, script ? 'From the small table.' : 'من الطاولة الصغيرة.')
    await hedda.goto(ways.there)
    await hedda.check(`input[name=circle][value="${porch.replace(/\D/g, '')}"]`)
    await send(hedda, ways.there + '/circles')
    expect(await shows(hedda, porch, second) && await status(joris, porch) === 404, 'a circle is its owner’s alone')
    await hedda.goto(ways.there)
    await send(hedda, ways.there + '/mute')
    expect(await shows(hedda, '/connections?of=muted', second), 'muted, in one’s own list')
    await send(hedda, ways.there + '/unmute')
    await blocks(hedda, joris, ways)
    expect(!await shows(hedda, porch, second), 'a block takes them out of circles')
    await send(hedda, porch + '/remove')
    await Promise.all([hedda.context().close(), joris.context().close()])
  }
})
