// A report, the case, a decision, what the reporter reads; and a letter by the contact form: two browsers, with and without JavaScript.
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const press = (page, button) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()])
const words = page => page.locator('main').innerText()

async function reported(member, kind) {
  await member.goto('/people/Rocco')
  await press(member, `main a[href^="/report/${kind}/"]`)
  await member.locator('[name=rule]').first().check()
  await member.check('[name=rank][value=danger]')
  await member.check('[name=wish][value=hide]')
  await member.fill('[name=words]', 'It hurts to read this.')
  await press(member, 'main form button.plum')
  expect(/\/reports\/\d+$/.test(member.url()), 'the report of one’s own')
  expect(await member.locator('main form[action$="/mute"]').count(), 'muting is offered at once')
}

// The newest urgent case is claimed; the words are behind a fold.
async function claimed(desk) {
  await desk.goto('/moderation')
  await press(desk, 'main a[href^="/cases/"]')
  expect((await words(desk)).includes('It hurts to read this.'), 'what was said')
  expect(!await desk.locator('main bdi', { hasText: 'Wren' }).count(), 'nobody says who reported')
  await press(desk, 'form[action$="/claim"] button')
}

async function decided(desk) {
  await press(desk, 'main a[href$="/decide"]')
  await desk.check('[name=measure][value=none]')
  const rule = desk.locator('[name=rule]').first()
  if (await rule.evaluate(element => element.tagName) === 'SELECT') await rule.selectOption({ index: 1 })
  else await rule.check()
  await desk.fill('[name=facts]', 'Read with care.')
  await press(desk, 'main form button.go')
  expect(/\/cases\/\d+$/.test(desk.url()), 'the case again')
}

async function reportOver(script, kind) {
  const member = await person(browser, server.origin, { script }), desk = await person(browser, server.origin, { script })
  await signIn(member, 'demo')
  await signIn(desk, 'steward')
  await reported(member, kind)
  await claimed(desk)
  await member.reload()
  expect((await words(member)).includes('Somebody is looking at it.'), 'the reporter reads that somebody has it')
  await decided(desk)
  await member.goto('/notifications')
  expect(await member.locator('main a[href="/reports"]').count(), 'and is told')
  await member.goto('/reports')
  expect((await words(member)).includes('left it as it is'), 'what became of it')
  for (const page of [member, desk]) await page.context().close()
}

async function letterOver(script) {
  const outside = await person(browser, server.origin, { script }), desk = await person(browser, server.origin, { script })
  await outside.goto('/contact')
  await outside.fill('[name=words]', 'Is my sister safe here?')
  await outside.waitForTimeout(2100)                  // nobody writes a letter sooner: feature/guard
  await outside.locator('main form button.go').click()
  const code = await outside.locator('main .card b').first().innerText()
  expect(/^\d{4} \d{4} \d{4} \d{4}$/.test(code), 'a code of sixteen digits')
  await signIn(desk, 'moderator')
  await desk.goto('/moderation')
  await press(desk, 'main li:has-text("A letter from outside") a')
  await press(desk, 'form[action$="/claim"] button')
  await desk.fill('#answer', 'Yes. Write to us at any time.')
  await desk.check('[name=close]')
  await press(desk, 'form[action$="/answer"] button')
  await outside.goto('/contact/answer')
  await outside.fill('[name=code]', code)
  await outside.locator('main form button.go').click()
  await outside.locator('main li', { hasText: 'Write to us at any time.' }).waitFor()
  for (const page of [outside, desk]) await page.context().close()
}

// One behind the other: both work on what comes first in the queue.
test('report, claim, decision, what the reporter reads; with and without JavaScript', async () => {
  await reportOver(true, 'person')
  await reportOver(false, 'name')
})
test('a letter by the contact form and its answer, with and without JavaScript', async () => {
  await letterOver(true)
  await letterOver(false)
})
