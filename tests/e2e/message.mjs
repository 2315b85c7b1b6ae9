// Private messages: two people, with JavaScript and without, in English and in Arabic.
import { expect, send, test } from './lib.mjs'
import { browser, server } from './world.mjs'
import { Guest, inLanguage, way, ways } from './room.mjs'

const said = {
  en: { begin: 'Are you awake?', answer: 'Since five.', late: 'Come by when you like.', wrong: 'At sx.', right: 'At six.' },
  ar: { begin: 'هل أنت مستيقظ؟', answer: 'منذ الخامسة.', late: 'تعال متى شئت.', wrong: 'في السادس.', right: 'في السادسة.' }
}

// Each way of living here has two people of its own, so that they are still strangers.
const pairs = { en: [['demo', 'facilitator'], ['moderator', 'practitioner']], ar: [['demo', 'moderator'], ['facilitator', 'practitioner']] }

async function come(one, as) {
  const guest = await Guest.arrive(browser, server.origin, { ...one, name: '', as })
  await guest.join('/groups/new-here')
  await guest.page.goto('/home')
  guest.name = await guest.page.locator('.top .who b').innerText()
  return guest
}

async function begin(from, to, words) {
  await from.page.goto(`/messages/new?to=${encodeURIComponent(to.name)}`)
  await from.page.fill('main [name=body]', words)
  await send(from.page, '/messages/new', 'button.go')
  from.room = new URL(from.page.url()).pathname
}

// The other finds it: among the conversations, or among the requests, which they accept.
async function find(guest, from) {
  for (const list of ['/messages', '/messages/requests']) {
    await guest.page.goto(list)
    const link = guest.page.locator('main .list a', { hasText: from.name }).first()
    if (!await link.count()) continue
    const path = (await link.getAttribute('href')).split('#')[0]
    await guest.page.goto(path)
    if (await guest.page.locator(`form[action="${path}/accept"]`).count()) await send(guest.page, `${path}/accept`)
    return path
  }
  throw new Error(`nothing of ${from.name}`)
}

// Milliseconds from the press to the first frame in which the other's page shows the words, by the two pages' own clocks.
async function latency(from, to, words) {
  const times = []
  for (let n = 1; n <= 7; n++) {
    const line = `${words} ${n}`
    await from.page.evaluate(() => document.addEventListener('submit', () => { window.pressed = Date.now() }, { capture: true, once: true }))
    await to.page.evaluate(line => {
      const list = document.querySelector('.msgs')
      window.shown = new Promise(shown => new MutationObserver(() =>
        list.textContent.includes(line) && requestAnimationFrame(() => shown(Date.now()))).observe(list, { childList: true }))
    }, line)
    await from.say(line)
    times.push(await to.page.evaluate(() => window.shown) - await from.page.evaluate(() => window.pressed))
  }
  return times.sort((a, b) => a - b)[3]
}

for (const one of ways)
  test(`two write to each other in private: ${way(one)}`, async () => {
    const words = said[one.language], [first, second] = pairs[one.language][one.script ? 0 : 1]
    const a = await come(one, first), b = await come(one, second)
    await begin(a, b, words.begin)
    await b.enter(await find(b, a))
    await a.enter(a.room)
    await b.sees(words.begin)
    await b.say(words.answer)
    await a.sees(words.answer)
    if (one.script) console.log(`   on the other screen ${await latency(a, b, words.answer)} ms after the press (median of 7)`)
    // A server that is busy just then is asked again.
    if (one.script) await b.page.route(/\?part=\d+$/, route => route.fulfill({ status: 503, body: '' }), { times: 1 })
    await a.say(words.late)
    await b.sees(words.late)
    await b.answer(words.late, words.wrong)
    await a.sees(words.wrong)
    await b.follow(words.wrong, 'a[href*="/words/"]')
    await b.page.fill('main [name=body]', words.right)
    await send(b.page, new URL(b.page.url()).pathname + '/edit')
    await a.sees(words.right)
    await b.page.goto(b.room)
    await b.follow(words.right, 'a[href*="/words/"]')
    await send(b.page, new URL(b.page.url()).pathname + '/delete')
    await a.look()
    await a.page.locator('.msg.gone').first().waitFor()
    expect(await a.message(words.right).count() === 0, 'the words are gone for the other')
    expect(inLanguage(await a.page.locator('main .msg.gone .meta').first().innerText(), one.language), 'said in the language of its reader')
    await a.page.goto(a.room + '/about')
    await send(a.page, a.room + '/leave')
    expect((await a.page.goto(a.room)).status() === 404, 'who left can’t read it any more')
    await b.page.goto(b.room)
    expect(await b.form.count() === 0, 'nobody left to say it to')
    await b.page.goto(`/messages/new?to=${encodeURIComponent(words.begin)}`)
    await b.page.fill('main [name=body]', words.late)
    await send(b.page, '/messages/new', 'button.go')
    expect(inLanguage(await b.page.locator('main .err').first().innerText(), one.language), 'one sentence, whyever')
    expect(await b.page.inputValue('main [name=body]') === words.late, 'the words are still there')
    for (const guest of [a, b]) await guest.page.context().close()
  })
