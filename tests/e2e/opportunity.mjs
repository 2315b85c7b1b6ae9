// Opportunities: a member asks for their employer, a steward verifies it, it offers something, another applies under a name of theirs, is
// answered, and the offer ends by itself.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const words = page => page.locator('main').innerText()
const press = (page, button) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()])

async function here(name, script) {
  const page = await person(browser, server.origin, { script })
  await signIn(page, name)
  return page
}

async function asked(keeper, name) {
  await keeper.goto('/opportunities/partners/new')
  await keeper.fill('[name=name]', name)
  await keeper.check('[name=kind][value=employer]')
  await keeper.fill('[name=about]', 'We mend roofs, eleven of us, with a long ladder.')
  await keeper.fill('[name=words]', 'Ring the yard in the morning.')
  for (const question of ['policy', 'transition', 'partners', 'health', 'dress', 'complaint']) await keeper.check(`[name=${question}][value=not-yet]`)
  await keeper.check('[name=contact][value=yes]')
  await send(keeper, '/opportunities/partners/new')
  expect((await words(keeper)).includes('Say in a sentence what it is.'), 'that a yes needs words')
  await keeper.fill('[name=contact_words]', 'The eldest of us, over tea.')
  await send(keeper, '/opportunities/partners/new')
  expect((await words(keeper)).includes('The stewards will look at it.'), 'that it waits')
  return new URL(keeper.url()).pathname
}

async function verified(steward, member, partner, name) {
  await member.goto(partner)
  expect((await member.title()).includes('Kith') && !(await words(member)).includes(name), 'nothing of it for others')
  await steward.goto('/steward/partners')
  await press(steward, `main a:has-text("${name}")`)
  await steward.fill('[name=checked]', 'Rang the yard, spoke with two roofers.')
  await steward.check('[name=months][value="6"]')
  await press(steward, 'main button[value=verify]')
  await member.goto(partner)
  const page = await words(member)
  expect(page.includes('spoke with two roofers') && page.includes('valid until') && page.includes('Not yet'), 'what was checked, until when, and what isn’t yet')
}

async function offered(keeper, title) {
  await keeper.goto('/opportunities/new')
  await keeper.check('[name=kind][value=job]')
  await keeper.fill('[name=title]', title)
  await keeper.fill('[name=body]', 'Roofs in the morning, tea at noon, home by four.')
  await keeper.fill('[name=money]', '2,600 euros a month')
  await keeper.fill('[name=region]', 'Lübeck')
  await send(keeper, '/opportunities/new')
  return new URL(keeper.url()).pathname
}

async function applied(member, offer, title) {
  await member.goto('/opportunities?kind=job&lang=en')
  await press(member, `main a:has-text("${title}")`)
  await press(member, `main a[href="${offer}/apply"]`)
  const before = await words(member)
  expect(before.includes('What they see') && before.includes('Wren') && before.includes('no profile'), 'what they see and who reads it, beforehand')
  await member.fill('[name=words]', 'I like heights and tea.')
  await send(member, offer + '/apply')
  expect((await words(member)).includes('I like heights and tea.'), 'the letter')
  return new URL(member.url()).pathname
}

async function answered(keeper, member, script, letter) {
  await keeper.goto('/opportunities/letters')
  await press(keeper, 'main section[aria-labelledby=theirs] a')
  const read = await words(keeper)
  expect(read.includes('I like heights and tea.') && read.includes('Imre'), 'the letter and the name, for the partner')
  expect(await keeper.locator('main a[href^="/people/Imre"]').count() === 0, 'no way to a profile')
  await member.goto(letter)
  await keeper.fill('form.say-form [name=body]', 'Come on Monday at seven.')
  if (script) await keeper.locator('form.say-form button.go').click()
  else await press(keeper, 'form.say-form button.go')
  const said = member.locator('.msg', { hasText: 'Come on Monday at seven.' })
  for (let i = 0; !script && i < 5 && !await said.count(); i++) await member.reload()
  await said.first().waitFor()
}

// The clock can't be moved here; that a job closes it is feature/opportunity's own test.
async function ended(member, keeper, offer) {
  execFileSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1], timeout=20); d.execute("UPDATE listing SET until = 1 WHERE id = ?", (int(sys.argv[2]),)); d.commit()',
    join(server.data, 'kith.db'), offer.replace(/\D/g, '')])
  const gone = await member.goto(offer)
  expect(gone.status() === 404, 'that it isn’t shown any more')
  await keeper.goto(offer)
  expect((await words(keeper)).includes('Not shown any more'), 'its people that it has ended')
}

async function through(script) {
  const name = script ? 'Ladder and Slate' : 'Slate and Ladder', title = script ? 'A roofer who likes tea' : 'A roofer who likes heights'
  const keeper = await here('demo', script), member = await here('facilitator', script), steward = await here('steward', script)
  const partner = await asked(keeper, name)
  await verified(steward, member, partner, name)
  const offer = await offered(keeper, title), letter = await applied(member, offer, title)
  await answered(keeper, member, script, letter)
  await ended(member, keeper, offer)
  await member.goto(letter)
  await press(member, `main form[action="${letter}/end"] button`)
  expect((await words(member)).includes('You’ve taken it back'), 'that it is taken back')
  await keeper.goto(partner)
  await press(keeper, 'main button[value=leave]')
  for (const page of [keeper, member, steward]) await page.context().close()
}

test('a partner asks, is verified, offers something, answers who applies, and the offer ends; with and without JavaScript', async () => {
  await through(true)
  await through(false)
})
