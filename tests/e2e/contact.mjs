// Knowing each other and not: two people ask, connect, sort, mute, block and unblock, with JavaScript and then without.
import { expect, firstLink, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const group = '/groups/new-here'
const shows = async (page, path, words) => {
  await page.goto(path)
  return (await page.locator('main').innerText()).includes(words)
}
const status = async (page, path) => (await page.goto(path)).status()

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

async function connects(wren, imre, words) {
  await wren.goto(group + '/members')
  await wren.goto(await firstLink(wren, /^\/people\/Imre$/))
  const there = (await firstLink(wren, /^\/connections\/\d+/)).match(/^\/connections\/\d+/)[0]
  await wren.goto(there)
  if (!await wren.locator('textarea[name=note]').count()) {   // the demonstration's two know each other already
    await send(wren, there + '/end')
    await wren.goto(there)
  }
  await wren.fill('textarea[name=note]', words)
  await send(wren, there + '/ask')
  expect(await shows(wren, '/connections?of=asked', 'Imre'), 'the ask in one’s own list')
  expect(await shows(imre, '/connections', words), 'the ask and its words')
  const back = await imre.locator('main a[href^="/connections/"]', { hasText: 'Wren' }).first().getAttribute('href')
  await send(imre, back + '/accept')
  expect(await shows(wren, '/connections', 'Imre'), 'each in the other’s list')
  return { there, back }
}

async function blocks(wren, imre, { there, back }) {
  await wren.goto(there + '/block')
  await send(wren, there + '/block')
  expect(await shows(wren, '/connections?of=blocked', 'Imre'), 'who is blocked, in one’s own list')
  expect(await status(imre, back) === 404 && await status(wren, there) === 404, 'neither finds the other')
  expect(!await shows(imre, '/connections', 'Wren') && !await shows(imre, '/connections?of=blocked', 'Wren'), 'no word of it on the other side')
  await wren.goto('/connections?of=blocked')
  await send(wren, there + '/unblock')
  expect(await status(imre, back) === 200 && !await shows(wren, '/connections', 'Imre'), 'they can meet again, and nothing came back by itself')
}

test('two people connect, sort each other into circles, mute and block, with and without JavaScript', async () => {
  for (const script of [true, false]) {
    const wren = await person(browser, server.origin, { script }), imre = await person(browser, server.origin, { script, width: 360, height: 740 })
    await signIn(wren, 'demo')
    await signIn(imre, 'facilitator')
    const porch = await circle(wren, 'Porch 🌈 سلام')
    await quietHours(wren)
    const ways = await connects(wren, imre, script ? 'From the small table.' : 'من الطاولة الصغيرة.')
    await wren.goto(ways.there)
    await wren.check(`input[name=circle][value="${porch.replace(/\D/g, '')}"]`)
    await send(wren, ways.there + '/circles')
    expect(await shows(wren, porch, 'Imre') && await status(imre, porch) === 404, 'a circle is its owner’s alone')
    await wren.goto(ways.there)
    await send(wren, ways.there + '/mute')
    expect(await shows(wren, '/connections?of=muted', 'Imre'), 'muted, in one’s own list')
    await send(wren, ways.there + '/unmute')
    await blocks(wren, imre, ways)
    expect(!await shows(wren, porch, 'Imre'), 'a block takes them out of circles')
    await send(wren, porch + '/remove')
    await Promise.all([wren.context().close(), imre.context().close()])
  }
})
