// From a conversation to meeting and back, in one go: dates are asked for, answered, and the best is taken; the event says yes to each
// person and opens its place in steps; at the door a code; those who came look back, and the others read what of it.
// Four browsers, with JavaScript and without. What an event does beside is event.mjs's.
import { expect, firstLink, person, send, signIn, test } from './lib.mjs'
import { asks, checksIn, comesNear, decided, fillPlace, press, reads, words } from './meeting.mjs'
import { browser, server } from './world.mjs'

const group = '/groups/new-here'
const inDays = days => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10) + 'T18:30'

async function begun(page, title) {
  await page.goto(group)
  const board = await firstLink(page, /^\/boards\/\d+$/)
  await page.goto(board + '/new')
  await page.fill('[name=title]', title)
  await page.fill('[name=body]', `Who would like to ${title}?`)
  await send(page, board + '/new')
  return new URL(page.url()).pathname
}

async function belongs(page) {
  await page.goto(group)
  if (await page.locator(`main form[action="${group}/join"]`).count()) await send(page, `${group}/join`)
}

// "Shall we meet?": in person in three days, or by video in four.
async function asked(host, topic) {
  await host.goto(topic)
  await press(host, 'main a[href$="/meet"]')
  await host.fill('[name=when1]', inDays(3))
  await host.fill('[name=region1]', 'By the river')
  await host.fill('[name=when2]', inDays(4))
  await host.selectOption('[name=kind2]', 'video')
  await send(host, topic + '/meet')
  expect((await words(host)).includes('By the river'), 'the question stands in the conversation')
}

async function answered(page, topic, choices) {
  await page.goto(topic)
  for (const choice of choices) await page.check(`[name=place${choice}]`)
  await press(page, 'form[action$="/answer"] button.go')
  for (const choice of choices) expect(await page.isChecked(`[name=place${choice}]`), 'one’s own answer, to change')
}

// The date most can is the first to take; then its host says the rest.
async function taken(host, topic) {
  await host.goto(topic)
  const best = host.locator('#meet li', { has: host.locator('b') })
  expect(await best.count() === 1 && (await best.innerText()).includes('3 can'), 'the best of the answers')
  await Promise.all([host.waitForNavigation({ waitUntil: 'load' }), best.locator('form[action$="/take"] button').click()])
  const event = new URL(host.url()).pathname.replace('/edit', '')
  expect(/^\/events\/\d+$/.test(event), 'the date is an event')
  await fillPlace(host)
  await send(host, event + '/edit', 'button.go')
  return event
}

// Asking opens nothing, a place opens the quarter, a day before the street, half an hour before what to say.
async function stages(host, guest, refused, event) {
  await asks(guest, event)
  await asks(refused, event)
  await decided(host, event, 'Wren', 'yes')
  await reads(guest, event, ['region', 'quarter'], 'three days before')
  comesNear(server, event, 90)
  await reads(guest, event, ['region', 'quarter', 'exact'], 'an hour and a half before')
  comesNear(server, event, 20)
  await reads(guest, event, ['region', 'quarter', 'exact', 'door'], 'twenty minutes before')
  await reads(refused, event, ['region'], 'twenty minutes before, still asking')
  await checksIn(host, guest, event)
}

async function opened(page, path) {
  for (const until = Date.now() + 120000; Date.now() < until; await page.waitForTimeout(500))
    if ((await page.goto(path)).status() === 200) return
  throw new Error('nobody could look back')
}

async function lookedBack(host, guest, others, back) {
  await opened(guest, back)
  await guest.check('[name=prompt][value="1"]')
  await guest.fill('[name=body]', 'The smell of thyme.')
  await press(guest, `form[action="${back}"] button.go`)
  for (const other of others) expect((await other.goto(back)).status() === 404, 'nobody else reads it')
  await host.goto(back)
  expect((await words(host)).includes('The smell of thyme.'), 'who came reads it')
  await host.fill('#gist', 'We were five, and nobody went home hungry.')
  await press(host, `form[action="${back}/gist"] button`)
}

for (const script of [true, false])
  test(`talked, met, looked back${script ? '' : ' (no JavaScript)'}`, async () => {
    const [host, guest, refused, away] = await Promise.all(['facilitator', 'demo', 'practitioner', 'moderator'].map(async who => {
      const page = await person(browser, server.origin, { script })
      await signIn(page, who)
      await belongs(page)
      return page
    }))
    const topic = await begun(host, script ? 'cook a soup' : 'bake a bread')
    await asked(host, topic)
    await answered(guest, topic, [1])
    await answered(refused, topic, [1, 2])
    await answered(away, topic, [1, 2])
    const event = await taken(host, topic)
    await guest.goto(topic)
    await press(guest, `main a[href="${event}"]`)
    await stages(host, guest, refused, event)
    comesNear(server, event, -120)
    const chain = await firstLink(guest, /^\/gatherings\/\d+$/)
    await lookedBack(host, guest, [refused, away], chain.replace('gatherings', 'reflections'))
    await refused.goto(topic)
    expect((await words(refused)).includes('nobody went home hungry'), 'the conversation hears of it')
    expect(await refused.locator('#meet .steps > li.done').count() === 3, 'the chain: talked, met, looked back')
    for (const page of [host, guest, refused, away]) await page.context().close()
  })
