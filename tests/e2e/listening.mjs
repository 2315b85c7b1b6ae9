// Peer listening: a steward names a listener, who says what they listen about; a member asks, the two talk, end it, and are asked how it was.
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const title = page => page.locator('main h1').first().innerText()
const press = (page, button) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()])

// Without JavaScript a page is asked for again; with it, it comes by itself.
async function until(page, script, selector) {
  for (let i = 0; !script && i < 5 && !await page.locator(selector).count(); i++) await page.reload()
  await page.locator(selector).first().waitFor()
}

async function named(script) {
  const steward = await person(browser, server.origin, { script })
  await signIn(steward, 'steward')
  await steward.goto('/steward/listeners')
  await steward.fill('[name=name]', 'Mireille')
  await steward.check('[name=course]')
  await press(steward, 'main button[value=give]')
  expect(await steward.locator('main bdi', { hasText: 'Mireille' }).count(), 'the listener in the list')
  await steward.context().close()
}

async function listenerReady(script) {
  const listener = await person(browser, server.origin, { script })
  await signIn(listener, 'moderator')
  await listener.goto('/listen/hours')
  for (const box of await listener.locator('[name=language]').all()) await box.uncheck()
  await listener.check('[name=language][value=ja]')
  await listener.check('[name=topic][value="9"]')
  await listener.fill('[name=zone]', 'Europe/Paris')
  await send(listener, '/listen/hours')
  await press(listener, 'form[action="/listen/here"] button[value="60"]')
  return listener
}

async function asked(script) {
  const member = await person(browser, server.origin, { script })
  await signIn(member, 'demo')
  await member.goto('/listen')
  await member.check('[name=when][value=now]')
  await member.check('[name=wish][value=listen]')
  for (const box of await member.locator('[name=language]').all()) await box.uncheck()
  await member.check('[name=language][value=ja]')
  await member.check('[name=topic][value="9"]')
  await member.fill('[name=words]', 'My uncle died in spring.')
  await send(member, '/listen')
  expect(/\/listen\/requests\/\d+$/.test(member.url()), 'the waiting page')
  return member
}

async function say(page, script, words) {
  await page.fill('form.say-form [name=body]', words)
  if (script) await page.locator('form.say-form button.go').click()
  else await press(page, 'form.say-form button.go')
}

async function talkOver(script) {
  const listener = await listenerReady(script), member = await asked(script)
  await until(listener, script, 'main a[href^="/listen/requests/"]')
  await press(listener, 'main a[href^="/listen/requests/"]')
  const offer = await listener.locator('main').innerText()
  expect(offer.includes('You both speak Japanese; you listen about grief.') && !offer.includes('uncle'), 'why, and not yet what was written')
  await press(listener, 'main button[value=yes]')
  await until(member, script, 'main form[action$="/begin"]')
  expect((await member.locator('main').innerText()).includes('Mireille listens about grief.'), 'who it is, and why')
  await press(member, 'main form[action$="/begin"] button')
  const goingOn = 'main section[aria-labelledby=talks] a'
  await until(listener, script, goingOn)
  await press(listener, goingOn)
  expect((await listener.locator('main').innerText()).includes('My uncle died in spring.'), 'the words, for the listener')
  await say(listener, script, 'I am here. Take your time.')
  await until(member, script, '.msg:has-text("Take your time")')
  await say(member, script, 'Some nights I want to die.')
  await until(member, script, 'main #near')
  await until(listener, script, 'main .note.warm')
  expect(await member.locator('form.say-form').count(), 'nothing is stopped')
  await press(member, 'main form[action$="/end"] button')
  expect(await title(member) === 'How was it?', 'the question, for the member')
  await member.check('[name=heard][value=yes]')
  await press(member, 'main form.card button.go')
  await until(listener, script, 'main a[href^="/listen/after/"]')
  await press(listener, 'main a[href^="/listen/after/"]')
  await listener.check('[name=hard][value=no]')
  await press(listener, 'main form.card button.go')
  await Promise.all([listener, member].map(page => page.context().close()))
}

test('a listener is named, asked for and found; the two talk, end it and say how it was, with and without JavaScript', async () => {
  await named(false)
  for (const script of [true, false]) await talkOver(script)
})
