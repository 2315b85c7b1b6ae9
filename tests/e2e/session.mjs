// A facilitated session of four, with JavaScript and without: the door, the agenda, hands, a pause, small rooms, a question without a
// name, one word at the end.
import { expect, send, test } from './lib.mjs'
import { browser, server } from './world.mjs'
import { Guest, group, sitters } from './room.mjs'

const main = page => page.locator('main').innerText()

class Sitter extends Guest {
  // A button of the page's one form: live pages stay, others come anew.
  async act(value) {
    const button = this.page.locator(`button[name=act][value="${value}"]`).first()
    await button.waitFor({ state: 'attached' })
    const answered = this.script ? this.page.waitForResponse(answer => answer.request().method() === 'POST') : this.page.waitForNavigation({ waitUntil: 'load' })
    await Promise.all([answered, button.click()])
  }

  // By itself, or when one looks.
  async reads(words) {
    if (!this.script) await this.page.goto(this.room)
    await this.page.locator('main', { hasText: words }).waitFor()
  }

  async misses(words) {
    if (!this.script) await this.page.goto(this.room)
    expect(!(await main(this.page)).includes(words), `${this.name} doesn’t read “${words}”`)
  }
}

const arrive = (name, script, as) => {
  const from = as ? { language: 'en', script, name, as } : { language: 'en', script, name }
  return Guest.arrive(browser, server.origin, from).then(guest => Object.setPrototypeOf(guest, Sitter.prototype))
}

async function plan(keeper, title) {
  const { page } = keeper, path = `${group}/sessions`
  await page.goto(path)
  await page.fill('main [name=title]', title)
  await page.check('main [name=keep][value="0"]')
  await send(page, path)
  keeper.room = new URL(page.url()).pathname.replace('/plan', '')
  expect(/^\/sessions\/\d+$/.test(keeper.room), `a session, got ${page.url()}`)
  expect(await page.locator('#agenda ~ ol > li').count() === 5, 'five steps to start from')
  await page.goto(keeper.room)
  await send(page, keeper.room + '/enter')
  await page.locator('button[value=start]').waitFor()
  await keeper.act('start')
  await keeper.reads('Nobody has to say anything yet.')
}

// Everybody reads what becomes of the words, comes to the door, and is let in.
async function comeIn(keeper, guests) {
  for (const guest of guests) {
    guest.room = keeper.room
    await guest.join(group)
    await guest.page.goto(guest.room)
    expect((await main(guest.page)).includes('deleted for good when the session ends'), 'what becomes of the words, before one comes in')
    await send(guest.page, guest.room + '/enter')
    await guest.page.locator('h2', { hasText: 'You’re at the door' }).waitFor()
  }
  await keeper.reads(guests[2].name)
  await keeper.act('admit-all')
  for (const guest of guests) {
    if (!guest.script) await guest.page.goto(guest.room)
    await guest.form.waitFor()
    if (guest.script) await guest.page.waitForFunction(() => document.documentElement.classList.contains('live'))
  }
}

async function talk(keeper, [one, two, three]) {
  await one.say('I brought a thermos.')
  await three.sees('I brought a thermos.')
  await two.act('hand')
  await one.reads('Who would like the word')
  await keeper.reads('Give the word')
  await keeper.act('round')
  await keeper.act('free')
  await two.reads('Say something, or don’t')
  await keeper.act('next 1')
  await three.reads('Say what you’d like to be called today')
  for (const guest of [one, two, three]) {
    if (!guest.script) await guest.page.goto(guest.room)
    await guest.page.locator('[data-part=agenda] li[aria-current=step]:nth-child(2)').waitFor()
  }
  await one.act('pause')
  await keeper.reads('Taking a pause')
  await two.misses('Somebody needs a moment')
  await one.act('pause-shown')
  await two.reads('Somebody needs a moment')
  await keeper.reads('Taking a pause')
  await one.act('back')
}

async function inOrder(keeper, [one, two]) {
  if (!await two.page.locator('button[value=lower]').count()) await two.act('hand')
  await keeper.reads('Give the word')
  const button = keeper.page.locator('button[value^="word "]').first()
  await keeper.act(await button.getAttribute('value'))
  await one.reads('has the word')
  await keeper.act('free')
  await one.reads('Say something, or don’t')
}

async function inSmallRooms(keeper, [one, two, three]) {
  await keeper.page.goto(keeper.room + '/tools')
  await keeper.page.fill('main [name=size]', '3')
  await send(keeper.page, keeper.room + '/do', 'button[value=break]')
  for (const guest of [one, two, three]) await guest.reads('You’re in a small room until')
  await one.say('Between the three of us.')
  await two.sees('Between the three of us.')
  await keeper.misses('Between the three of us.')
  await three.act('call')
  await keeper.reads('calls for you')
  await keeper.act('gather')
  for (const guest of [one, two, three]) {
    await guest.reads('I brought a thermos.')
    await guest.misses('Between the three of us.')
  }
}

async function ask(keeper, [one, two]) {
  await one.page.goto(one.room + '/ask')
  await one.page.fill('main [name=question]', 'Who did you tell first?')
  await send(one.page, one.room + '/ask', 'button.go')
  await two.page.goto(two.room + '/ask')
  const text = await main(two.page)
  expect(text.includes('Who did you tell first?') && !text.includes(one.name), 'a question without a name')
  await send(two.page, two.room + '/ask', 'button[name=vote]')
  expect(await two.page.locator('button[name=vote]').first().getAttribute('aria-pressed') === 'true', 'a vote of one’s own')
  await one.page.goto(one.room)
  await two.page.goto(two.room)
}

async function part(keeper, guests) {
  for (let step = 2; step < 5; step++) {
    await keeper.reads('Go on to the next step')
    await keeper.act(`next ${step}`)
  }
  await guests[0].page.goto(guests[0].room)
  await guests[0].page.fill('main [name=word]', 'lighter')
  await send(guests[0].page, guests[0].room + '/part')
  await guests[1].reads('lighter')
  await keeper.page.goto(keeper.room)
  await keeper.page.locator('details', { has: keeper.page.locator('button[value=end]') }).locator('summary').click()
  await send(keeper.page, keeper.room + '/do', 'button[value=end]')
  for (const guest of guests) {
    await guest.reads('This session is over') // with JavaScript by itself
    expect((await main(guest.page)).includes('This session is over') && !(await main(guest.page)).includes('thermos'), 'nothing left of the words')
  }
}

for (const script of [true, false])
  test(`four people in a session: door, agenda, hands, small rooms, a question without a name, the end: ${script ? 'with' : 'without'} JavaScript`, async () => {
    const keeper = await arrive('Imre', script, 'facilitator')
    const guests = await Promise.all(sitters(script).map(name => arrive(name, script)))
    await plan(keeper, script ? 'Thermos evening' : 'Thermos morning')
    await comeIn(keeper, guests)
    await talk(keeper, guests)
    await inOrder(keeper, guests)
    await inSmallRooms(keeper, guests)
    await ask(keeper, guests)
    await part(keeper, guests)
    for (const guest of [keeper, ...guests]) await guest.leave()
  })
