// Peer listening: a steward names a listener, who says what they listen about; a member asks, the two talk, a
// supervisor is called in, they end it, and are asked how it was. Three browsers.
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'
import { inLanguage, ways } from './room.mjs'

const title = page => page.locator('main h1').first().innerText()
const press = (page, button) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()])

// Without JavaScript a page is asked for again; with it, it comes by itself.
async function until(page, script, selector) {
  for (let i = 0; !script && i < 5 && !await page.locator(selector).count(); i++) await page.reload()
  await page.locator(selector).first().waitFor()
}

// After two talks a listener rests: each language has one of its own.
const listeners = { en: ['moderator', 'Mireille'], ar: ['facilitator', 'Imre'] }

async function named(script, name) {
  const steward = await person(browser, server.origin, { script })
  await signIn(steward, 'steward')
  await steward.goto('/steward/listeners')
  await steward.fill('[name=name]', name)
  await steward.check('[name=course]')
  await press(steward, 'main button[value=give]')
  expect(await steward.locator('main bdi', { hasText: name }).count(), 'the listener in the list')
  await steward.context().close()
}

async function listenerReady(one) {
  const listener = await person(browser, server.origin, one)
  await signIn(listener, listeners[one.language][0])
  await listener.goto('/listen/hours')
  for (const box of await listener.locator('[name=language]').all()) await box.uncheck()
  await listener.check('[name=language][value=ja]')
  await listener.check('[name=topic][value="9"]')
  await listener.fill('[name=zone]', 'Europe/Paris')
  await send(listener, '/listen/hours')
  await press(listener, 'form[action="/listen/here"] button[value="60"]')
  return listener
}

async function asked(one) {
  const member = await person(browser, server.origin, one)
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

// Who listens, and why, in the language of its reader; and what is read only once somebody has said yes.
function explained(text, language, sentence) {
  expect(language === 'en' ? text.includes(sentence) : inLanguage(text.replaceAll(listeners.ar[1], ''), language), `“${sentence}” or its translation, got ${text}`)
  expect(!text.includes('uncle'), 'not yet what was written')
}

const goingOn = 'main section[aria-labelledby=talks] a'

async function found({ language, script }, listener, member) {
  await until(listener, script, 'main a[href^="/listen/requests/"]')
  await press(listener, 'main a[href^="/listen/requests/"]')
  explained(await listener.locator('main').innerText(), language, 'You both speak Japanese; you listen about grief.')
  await press(listener, 'main button[value=yes]')
  await until(member, script, 'main form[action$="/begin"]')
  const who = member.locator('main p', { hasText: listeners[language][1] }).first()
  explained(await who.innerText(), language, 'Mireille listens about grief.')
  await press(member, 'main form[action$="/begin"] button')
  await until(listener, script, goingOn)
  await press(listener, goingOn)
  expect((await listener.locator('main').innerText()).includes('My uncle died in spring.'), 'the words, for the listener')
}

// The listener calls somebody in; they come when the member says so, and read nothing that was said before.
async function calledIn({ language, script }, listener, member) {
  const supervisor = await person(browser, server.origin, { language, script })
  await signIn(supervisor, 'practitioner')
  await listener.locator('main details.fold', { has: listener.locator('form[action$="/supervisor"]') }).locator('summary').click()
  await listener.locator('label', { hasText: 'Amara' }).locator('[name=person]').check()
  await press(listener, 'form[action$="/supervisor"] button')
  await supervisor.goto('/listen')
  expect(await supervisor.locator(goingOn).count() === 0, 'nothing to read before the member has said yes')
  await until(member, script, 'main form[action$="/consent"]')
  expect((await member.locator('main .note', { hasText: 'Amara' }).innerText()).includes(listeners[language][1]), 'who asks for whom, said to the member')
  await press(member, 'main form[action$="/consent"] button[value=yes]')
  await until(supervisor, script, goingOn)
  await press(supervisor, goingOn)
  const read = await supervisor.locator('main').innerText()
  expect(!read.includes('uncle') && !read.includes('Take your time'), 'nothing of what was said before they came')
  await say(supervisor, script, 'I am Amara, and I am here too.')
  for (const page of [member, listener]) await until(page, script, '.msg:has-text("here too")')
  await say(member, script, 'Thank you both.')
  await until(supervisor, script, '.msg:has-text("Thank you both")')
  return supervisor
}

async function talkOver(one) {
  const { language, script } = one
  const listener = await listenerReady(one), member = await asked(one)
  await found(one, listener, member)
  await say(listener, script, 'I am here. Take your time.')
  await until(member, script, '.msg:has-text("Take your time")')
  await say(member, script, 'Some nights I want to die.')
  await until(member, script, 'main #near')
  await until(listener, script, 'main .note.warm')
  expect(await member.locator('form.say-form').count(), 'nothing is stopped')
  const supervisor = await calledIn(one, listener, member)
  await press(member, 'main form[action$="/end"] button')
  expect(language === 'en' ? await title(member) === 'How was it?' : inLanguage(await title(member), language), 'the question, for the member')
  await member.check('[name=heard][value=yes]')
  await press(member, 'main form.card button.go')
  await until(listener, script, 'main a[href^="/listen/after/"]')
  await press(listener, 'main a[href^="/listen/after/"]')
  await listener.check('[name=hard][value=no]')
  await press(listener, 'main form.card button.go')
  await Promise.all([listener, member, supervisor].map(page => page.context().close()))
}

// One after the other: a listener has one talk at a time.
test('a listener is named, asked for and found; the two talk, call a supervisor in, end it and say how it was, with and without JavaScript', async () => {
  for (const [, name] of Object.values(listeners)) await named(false, name)
  for (const one of ways) await talkOver(one)
})
