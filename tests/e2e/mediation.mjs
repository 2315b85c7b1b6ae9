// Mediation: somebody asks, a mediator takes it, the other says yes, the three go through the stages to an agreement, and are asked later
// whether it holds.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const words = page => page.locator('main').innerText()
const press = (page, button) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()])
const act = (page, word) => press(page, `main button[name=do][value=${word}]`)

async function here(name, script) {
  const page = await person(browser, server.origin, { script })
  await signIn(page, name)
  return page
}

// What was said comes by itself with JavaScript, else with the next look.
async function hears(page, script, text) {
  const said = page.locator('.msg', { hasText: text })
  for (let i = 0; !script && i < 5 && !await said.count(); i++) await page.reload()
  await said.first().waitFor()
}

async function says(page, script, text) {
  await page.fill('form.say-form [name=body]', text)
  if (script) await page.locator('form.say-form button.go').click()
  else await press(page, 'form.say-form button.go')
  await hears(page, script, text)
}

async function asked(member, mediator, other) {
  await member.goto('/mediation/new')
  await member.fill('[name=name]', 'Mireille')
  await member.fill('[name=words]', 'It was about my name, in the kitchen.')
  await send(member, '/mediation/new')
  const hers = member.url()
  await mediator.goto('/mediation/requests')
  await press(mediator, 'main ul.list a')
  expect((await words(mediator)).includes('about my name'), 'the words, for a mediator')
  await act(mediator, 'take')
  await member.reload()
  expect((await words(member)).includes('The mediator is Amara.'), 'who has taken it')
  await member.check('[name=answer][value=unnamed]')
  await press(member, 'main form.card button.go')
  await mediator.reload()
  await act(mediator, 'ask')
  await other.goto('/mediation')
  await press(other, 'main section[aria-labelledby=mine] a')
  const told = await words(other)
  expect(!told.includes('Wren') && !told.includes('about my name'), 'neither who it is nor the words, for the other')
  await press(other, 'main button[name=answer][value=yes]')
  await member.goto(hers)
  await act(member, 'begin')
}

async function next(member, mediator) {
  await member.reload()
  await act(member, 'ready')
  await mediator.reload()
  await act(mediator, 'next')
}

async function throughTheRoom(script, member, mediator, other) {
  for (const page of [mediator, other]) await page.reload()
  for (const page of [member, other]) await act(page, 'rules')
  await next(member, mediator)
  for (const page of [member, other]) await page.reload()
  expect(await other.locator('form.say-form').count() === 0, 'that it isn’t the other’s turn')
  await says(member, script, 'You called me by the old one.')
  await hears(other, script, 'You called me by the old one.')
  await member.reload()
  await act(member, 'turn')
  await other.reload()
  await says(other, script, 'I heard it as I said it.')
  await hears(mediator, script, 'I heard it as I said it.')
  await next(member, mediator)
  await next(member, mediator)
  await press(mediator, 'main a[href$="/agreement"]')
  await mediator.fill('[name=text]', 'Mireille says sorry in the kitchen.')
  await mediator.check('[name=weeks][value="2"]')
  await press(mediator, 'main form.card button.go')
  for (const page of [member, other]) {
    await page.reload()
    await press(page, 'main a[href$="/agreement"]')
    await act(page, 'accept')
    await press(page, 'main p > a.hit[href^="/mediation/"]')
  }
  await press(mediator, 'main p > a.hit[href^="/mediation/"]:not([href="/mediation"])')
  await next(member, mediator)
}

// The day comes at once; that the job asks on its day stands in test_mediating.c.
function dayComes() {
  execFileSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1], timeout=20); d.execute("UPDATE mediation_seat SET asked = 1 WHERE follow_day IS NOT NULL"); d.commit()',
    join(server.data, 'kith.db')])
}

async function mediated(script) {
  const member = await here('demo', script), mediator = await here('practitioner', script), other = await here('moderator', script)
  await asked(member, mediator, other)
  await throughTheRoom(script, member, mediator, other)
  dayComes()
  for (const page of [member, mediator, other]) {
    await page.reload()
    expect((await words(page)).includes('Does it hold?'), 'the question, for each of the three')
    await press(page, 'main button[name=answer][value=yes]')
    expect(!(await words(page)).includes('Does it hold?'), 'that it’s asked once')
  }
  await press(member, 'main a[href$="/agreement"]')
  await act(member, 'keep')
  expect((await words(member)).includes('You keep this.'), 'her own copy')
  for (const page of [member, mediator, other]) await page.goto('/mediation')
  for (const page of [mediator, other]) {
    await press(page, 'main section[aria-labelledby=mine] a')
    await act(page, 'forget')
  }
  await Promise.all([member, mediator, other].map(page => page.context().close()))
}

test('a mediation goes from asking to the question whether it holds, with and without JavaScript', async () => {
  for (const script of [true, false]) await mediated(script)
})
