// Live rooms: three people in one, with JavaScript and without, in English and in Arabic.
import { expect, send, test } from './lib.mjs'
import { browser, server } from './world.mjs'
import { Guest, gather, group, inLanguage, said, stranger, way, ways } from './room.mjs'

const scripted = ways.filter(one => one.script)

// A high message. Letters of its own, too: the same words again and again have to wait (feature/guard).
let talls = 0
const tall = (words, n, lines) => Array(lines).fill(`${words} ${n} ${String.fromCharCode(97 + talls++ % 26)}`).join('\n\n')

async function sameForAll(everyone) {
  const lists = []
  for (const guest of everyone) {
    await guest.look()
    lists.push((await guest.ids()).join())
  }
  expect(lists.every(list => list && list === lists[0]), `the same messages in the same order for everyone, got ${lists.join(' | ')}`)
}

// Words behind a content note: closed until their reader opens them.
async function readsHeavy(guest, words) {
  const item = await guest.sees(words)
  const fold = item.locator('details.fold')
  expect(!await fold.locator('.say').isVisible(), 'words behind their note')
  expect(inLanguage(await fold.locator('summary').innerText(), guest.language), 'the note in the language of its reader')
  await fold.locator('summary').click()
  expect(await fold.locator('.say').isVisible(), 'the words, once they are wanted')
}

async function isSpokenTo(guest, words, wanted) {
  const item = await guest.sees(words)
  const mark = item.locator('.foryou')
  expect(await mark.isVisible() === wanted, wanted ? 'a mark: for you' : 'no mark for who isn’t meant')
  if (wanted) expect(inLanguage(await mark.innerText(), guest.language), 'the mark in the language of its reader')
}

// The room's script sends a form; an answer that leads to a page with help has it send the form once more, the ordinary way: `once` knows it.
for (const one of ways.filter(way => way.language === 'en'))
  test(`words in a room that may mean danger are said once, and help is there with the next page: ${way(one)}`, async () => {
    const { ana, bo, everyone } = await gather(browser, server.origin, one)
    const dark = 'I don’t want to live anymore, I can’t go on.', after = 'Thank you for being here.'
    let posts = 0
    ana.page.on('request', request => { posts += request.method() === 'POST' && request.url().endsWith('/say') })
    await ana.type(dark)
    await ana.press()
    await ana.page.locator('#soft').waitFor()
    expect(await ana.page.locator('main a[href="/listen"], a.btn[href="/listen"]').count(), 'somebody to talk to, at once')
    expect(posts === (one.script ? 2 : 1), `the form again where a script sent it, got ${posts}`)
    expect(new URL(ana.page.url()).pathname === ana.room, 'the room still')
    await ana.sees(dark)
    await bo.sees(dark)
    expect(await ana.typed() === '', 'an empty field')
    if (one.script) await ana.page.waitForFunction(() => document.documentElement.classList.contains('live'))
    await ana.say(after)
    await bo.sees(after)
    await bo.sees(dark)
    expect(!await bo.page.locator('#soft').count(), 'nobody else is told')
    for (const guest of everyone) await guest.leave()
  })

for (const one of ways)
  test(`what is said in a room reaches the others; it is answered, changed and taken away: ${way(one)}`, async () => {
    const words = said[one.language]
    const { ana, bo, keeper, everyone } = await gather(browser, server.origin, one)
    await ana.say(words.first)
    await bo.sees(words.first)
    await keeper.sees(words.first)
    await bo.answer(words.first, words.answer)
    const answer = await ana.sees(words.answer)
    expect((await answer.locator('blockquote').innerText()).includes(words.first), 'what is answered stands above the answer')
    expect(await answer.locator('blockquote').evaluate(quote => getComputedStyle(quote).direction) === (one.language === 'ar' ? 'rtl' : 'ltr'), 'the quote in the direction of its words')
    await ana.change(words.first, words.changed)
    await bo.sees(words.changed)
    expect(await bo.page.locator('.say', { hasText: new RegExp(`^\\s*${words.first}\\s*$`) }).count() === 0, 'no old words beside the new')
    await bo.react(words.changed, 'with')
    await ana.look()
    await ana.message(words.changed).locator('.warmth').waitFor()
    expect(!/\d/.test(await ana.message(words.changed).locator('.warmth').innerText()), 'warmth is not counted')
    await ana.say(words.heavy, { note: 'grief' })
    expect(!await ana.form.locator('details.fold').evaluate(fold => fold.open), 'the note is of that message alone')
    await readsHeavy(bo, words.heavy)
    await ana.say(`@${bo.name} ${words.call}`)
    await isSpokenTo(bo, words.call, true)
    await isSpokenTo(keeper, words.call, false)
    const { id } = await (await bo.sees(words.heavy)).evaluate(item => ({ id: item.id }))
    await ana.takeAway(words.heavy)
    await bo.look()
    await bo.page.locator(`#${id}.gone`).waitFor()
    expect(await bo.message(words.heavy).count() === 0, 'the words are gone for the others')
    await sameForAll(everyone)
    for (const guest of everyone) await guest.leave()
  })

// Writes on and on, as the line about it is gone five seconds after the last letter; answers how to stop.
function writesOn(guest, words) {
  let resting = false
  const written = (async () => {
    while (!resting) await guest.form.locator('[name=body]').pressSequentially(words, { delay: 50 })
  })()
  return () => {
    resting = true
    return written
  }
}

for (const one of scripted)
  test(`a room shows who is here and who is writing, of those who want it: ${way(one)}`, async () => {
    const words = said[one.language]
    const { room, ana, bo, keeper, everyone } = await gather(browser, server.origin, one)
    await keeper.hears('[data-part=round]', ana.name)
    await keeper.hears('[data-part=round]', bo.name)
    const choices = `/rooms/choices?room=${room.replace('/rooms/', '')}`
    await ana.page.goto(choices)
    await ana.page.check('input[name=typing]')
    await send(ana.page, '/rooms/choices')
    await bo.page.goto(choices)
    await bo.page.uncheck('input[name=here]')
    await send(bo.page, '/rooms/choices')
    expect(new URL(bo.page.url()).pathname === room, `back in the room, got ${bo.page.url()}`)
    await keeper.page.waitForFunction(name => !document.querySelector('[data-part=round]').textContent.includes(name), bo.name)

    let told = 0
    bo.page.on('request', request => { told += request.url().endsWith('/typing') })
    await bo.form.locator('[name=body]').pressSequentially(words.half)
    const rests = writesOn(ana, words.half)
    await keeper.hears('#end', ana.name)
    expect(inLanguage((await keeper.page.locator('#end').innerText()).replace(ana.name, ''), one.language) , 'the line in the language of its reader')
    await bo.page.locator('#end', { hasText: ana.name }).waitFor()
    await rests()
    expect(told === 0, 'nothing told of who doesn’t want it')
    await keeper.page.waitForFunction(() => !document.querySelector('#end').textContent)
    for (const guest of everyone) await guest.leave()
  })

for (const one of scripted)
  test(`a room doesn’t move while its reader looks at older words: ${way(one)}`, async () => {
    const words = said[one.language]
    const { ana, bo, everyone } = await gather(browser, server.origin, { ...one, width: 390, height: 640 })
    for (let n = 1; n <= 8; n++) await ana.say(tall(words.first, n, 6), { seen: `${words.first} ${n}` })
    await bo.sees(`${words.first} 8`)
    await bo.page.waitForFunction(() => document.querySelector('#end').getBoundingClientRect().top < innerHeight + 60)
    const third = bo.message(`${words.first} 3`)
    await third.evaluate(item => item.scrollIntoView({ block: 'center' }))
    const before = (await third.boundingBox()).y
    await ana.say(words.late)
    await bo.message(words.late).waitFor({ state: 'attached' })
    const fresh = bo.page.locator('button.fresh')
    await fresh.waitFor()
    const after = (await third.boundingBox()).y
    expect(Math.abs(after - before) < 1, `the page in its place, moved by ${after - before}px`)
    await fresh.click()
    await bo.page.waitForFunction(() => document.querySelector('#end').getBoundingClientRect().bottom <= innerHeight + 60)
    expect(await bo.message(words.late).evaluate(item => item.getBoundingClientRect().top < innerHeight), 'the new words in sight')
    await fresh.waitFor({ state: 'hidden' })
    await ana.say(words.call)                       // at the end of the list, what comes is followed
    await bo.message(words.call).waitFor({ state: 'attached' })
    await bo.page.waitForFunction(() => [...document.querySelectorAll('.msg')].at(-1).getBoundingClientRect().top < innerHeight)
    expect(!await fresh.isVisible(), 'no button for who sees the newest')
    for (const guest of everyone) await guest.leave()
  })

for (const one of scripted)
  test(`what couldn’t be sent stays in the field and is sent once: ${way(one)}`, async () => {
    const words = said[one.language]
    const { ana, bo, everyone } = await gather(browser, server.origin, one)
    await ana.page.route('**/say', route => route.abort())
    await ana.type(words.late)
    await ana.form.locator('button.go').click()
    expect(inLanguage(await ana.refused(words.late), one.language), 'the reason in the language of its reader')
    await ana.page.unroute('**/say')
    // The server takes it, and the answer gets lost on the way back.
    await ana.page.route('**/say', async route => {
      await route.fetch({ maxRedirects: 0 })
      await route.abort()
    }, { times: 1 })
    await ana.form.locator('button.go').click()
    await bo.sees(words.late)
    await ana.refused(words.late)
    await ana.press()
    await ana.page.waitForFunction(() => !document.querySelector('.say-form [name=body]').value)
    await ana.say(words.call)
    await bo.sees(words.call)
    await bo.sees(words.late)
    await ana.sees(words.late)
    for (const guest of everyone) await guest.leave()
  })

for (const one of ways)
  test(`what was being written in a room survives the end of the session: ${way(one)}`, async () => {
    const words = said[one.language]
    const { room, ana, bo, everyone } = await gather(browser, server.origin, one)
    await ana.type(words.late)
    await ana.page.context().clearCookies({ name: 's' })
    await Promise.all([ana.page.waitForNavigation({ waitUntil: 'load' }), ana.form.locator('button.go').click()])
    await ana.page.fill('main input[name=sign_in]', `visitor ${ana.name}`)
    await ana.page.fill('main input[name=password]', 'a kettle and four chairs')
    await send(ana.page, '/sign-in')
    expect(new URL(ana.page.url()).pathname === room, `back in the room, got ${ana.page.url()}`)
    expect(await ana.typed() === words.late, 'the words are back in the field')
    await ana.press()
    await bo.sees(words.late)
    for (const guest of everyone) await guest.leave()
  })

for (const one of scripted)
  test(`a room that is read and changed keeps its place and what is open: ${way(one)}`, async () => {
    const words = said[one.language]
    const { ana, bo, keeper, room, everyone } = await gather(browser, server.origin, { ...one, width: 390, height: 640 })
    await ana.say(words.heavy, { note: 'grief' })
    for (let n = 1; n <= 6; n++) await ana.say(tall(words.first, n, 6), { seen: `${words.first} ${n}` })
    await bo.sees(`${words.first} 6`)
    await readsHeavy(bo, words.heavy)
    const fourth = bo.message(`${words.first} 4`)
    await bo.type(words.half)
    await fourth.evaluate(item => item.scrollIntoView({ block: 'center' }))
    const before = (await fourth.boundingBox()).y
    await keeper.react(words.heavy, 'with')
    await bo.message(words.heavy).locator('.warmth').waitFor({ state: 'attached' })
    expect(Math.abs((await fourth.boundingBox()).y - before) < 1, 'the page in its place when a line comes above')
    expect(await bo.message(words.heavy).locator('details.fold').evaluate(fold => fold.open), 'what was opened stays open')
    await manage(keeper, room, page => page.fill('main [name=note]', words.word))
    await bo.hears('[data-part=note]', words.word)
    expect(Math.abs((await fourth.boundingBox()).y - before) < 1, 'the page in its place when the room changes')
    expect(await bo.message(words.heavy).locator('details.fold').evaluate(fold => fold.open), 'what was opened stays open')
    expect(await bo.typed() === words.half, 'what is being written stays')
    for (const guest of everyone) await guest.leave()
  })

for (const one of scripted)
  test(`what isn’t answered as it should stays in the field, and nothing loads anew: ${way(one)}`, async () => {
    const words = said[one.language]
    const { ana, bo, room, everyone } = await gather(browser, server.origin, one)
    await bo.say(words.first)
    await ana.sees(words.first)
    await ana.type(words.half)
    await ana.page.evaluate(() => { window.stayed = true })
    await ana.page.route('**/react', route => route.fulfill({ status: 429, body: '' }))
    const pressed = await ana.tool(words.first, 'button[value=with]')
    await pressed.click()
    expect(inLanguage(await ana.refused(words.half), one.language), 'the reason in the language of its reader')
    expect(await pressed.getAttribute('aria-pressed') === 'false', 'a button that isn’t pressed')
    await ana.page.route('**/say', route => route.fulfill({ status: 503, body: '' }))
    await ana.press()
    await ana.refused(words.half)
    await ana.page.unroute('**/say')
    // The room has gone: the stream and the page say so.
    await ana.page.route(`**${room}{,/live}?*`, route => route.fulfill({ status: 404, contentType: 'text/html', body: `<h1>${words.late}</h1>` }))
    await ana.page.evaluate(() => dispatchEvent(new Event('online')))
    await ana.page.locator('.offline', { hasText: words.late }).waitFor()
    expect(await ana.typed() === words.half && await ana.page.evaluate(() => window.stayed), 'the same page with its words')
    for (const guest of everyone) await guest.leave()
  })

test('who talks in a room isn’t resting, and who rests is signed out', async () => {
  const words = said.en
  const { ana, room, everyone } = await gather(browser, server.origin, { language: 'en', script: true })
  await ana.page.clock.install()
  await ana.enter(room)
  const warning = ana.page.locator('.toast.rest')
  await ana.page.clock.fastForward('26:00')
  await ana.say(words.first)
  await ana.page.clock.fastForward('02:00')
  await ana.page.clock.runFor(6000)
  expect(await warning.count() === 0, 'no warning two minutes after the last words')
  await ana.page.clock.fastForward('27:00')
  await warning.waitFor()
  await Promise.all([ana.page.waitForResponse(answer => answer.url().endsWith('?stay=1') && answer.ok()), warning.locator('button').click()])
  await warning.waitFor({ state: 'detached' })
  await ana.page.clock.fastForward('32:00')
  await ana.page.locator('main .card[role=alert]').waitFor()
  expect(await ana.page.locator('.msg').count() === 0, 'nothing of the room behind it')
  for (const guest of everyone) await guest.leave()
})

test('a room that loads itself anew does so only without JavaScript', async () => {
  const { ana, room, everyone } = await gather(browser, server.origin, { language: 'en', script: true })
  await ana.page.goto(`${room}?refresh=1`)
  await ana.page.waitForURL(url => url.pathname === room && !url.search)
  await ana.form.waitFor()
  for (const guest of everyone) await guest.leave()
})

/* ---- looking after a room ---- */

async function manage(keeper, room, choose) {
  await keeper.page.goto(`${room}/manage`)
  await choose(keeper.page)
  await send(keeper.page, `${room}/manage`)
}

// Presses Send until the words are taken; what is said meanwhile is only that it's too early.
async function goesAfterAWhile(guest, words) {
  const until = Date.now() + 60000
  while (Date.now() < until) {
    await guest.press()
    const there = guest.message(words), early = guest.form.locator('.err:not([hidden])', { hasText: /\S/ })
    await there.or(early).first().waitFor({ state: 'attached' })
    if (await there.count()) return
    expect(await guest.typed() === words, 'the words still in the field')
    await guest.page.waitForTimeout(2500)           // a person’s patience; what proves something is the answer
  }
  throw new Error('expected the words to be taken after a while')
}

for (const one of ways)
  test(`slow mode refuses the second message for some seconds, and it goes when they are over: ${way(one)}`, async () => {
    const words = said[one.language]
    const { room, ana, bo, keeper, everyone } = await gather(browser, server.origin, one)
    await manage(keeper, room, page => page.check('input[name=slow][value="15"]'))
    await ana.enter(room)
    await ana.say(words.first)
    await ana.type(words.late)
    await ana.press()
    const why = await ana.refused(words.late)
    expect(inLanguage(why, one.language) && /[\d٠-٩]/.test(why), `the seconds, in the language of their reader, got “${why}”`)
    expect(await bo.message(words.late).count() === 0, 'nothing said too early')
    await goesAfterAWhile(ana, words.late)
    await bo.sees(words.late)
    await manage(keeper, room, page => page.check('input[name=slow][value="0"]'))
    await ana.enter(room)
    await ana.say(words.answer)
    await ana.say(words.call)
    await bo.sees(words.call)
    for (const guest of everyone) await guest.leave()
  })

for (const one of ways)
  test(`a facilitator pauses a room with a word, lets somebody only read, and takes words away with a reason: ${way(one)}`, async () => {
    const words = said[one.language]
    const { room, ana, bo, keeper, everyone } = await gather(browser, server.origin, one)
    await bo.say(words.rude)
    await ana.type(words.late)
    await keeper.page.goto(`${room}/manage`)
    await keeper.page.fill(`form[action="${room}/pause"] [name=word]`, words.word)
    await send(keeper.page, `${room}/pause`)
    if (one.script) await ana.hears('[data-part=note]', words.word)
    await ana.press()
    expect((await ana.refused(words.late)).includes(words.word), 'the facilitator’s word as the reason')
    await send(keeper.page, `${room}/resume`)
    if (one.script) await ana.page.waitForFunction(word => !document.querySelector('[data-part=note]').textContent.includes(word), words.word)
    await ana.press()
    await bo.sees(words.late)

    await keeper.enter(room)
    await keeper.follow(words.rude, 'a[href*="/people/"]')
    const mute = new URL(keeper.page.url()).pathname
    await keeper.page.fill('main [name=reason]', words.reason)
    await send(keeper.page, mute)
    await bo.hears('[data-part=note]', words.reason)
    await ana.look()
    expect(!(await ana.page.locator('main').innerText()).includes(words.reason), 'nobody else is told')
    await send(keeper.page, `${mute}/speak`)
    if (one.script) await bo.page.waitForFunction(reason => !document.querySelector('[data-part=note]').textContent.includes(reason), words.reason)
    else await bo.look()
    await bo.say(words.call)
    await ana.sees(words.call)

    await keeper.enter(room)
    const { id } = await keeper.message(words.rude).evaluate(item => ({ id: item.id }))
    await keeper.follow(words.rude, 'a[href$="/remove"]')
    await keeper.page.fill('main [name=reason]', words.reason)
    await send(keeper.page, new URL(keeper.page.url()).pathname)
    for (const guest of [ana, bo]) {
      await guest.look()
      await guest.page.locator(`#${id}.gone`).waitFor()
      expect(await guest.message(words.rude).count() === 0, 'the words are gone')
    }
    expect(!await ana.page.locator(`#${id} .own a`).isVisible(), 'the reason is for the writer alone')
    await Promise.all([bo.page.waitForNavigation({ waitUntil: 'load' }), bo.page.locator(`#${id} .own a`).click()])
    expect((await bo.page.locator('main').innerText()).includes(words.reason), 'the reason, for who wrote it')
    for (const guest of everyone) await guest.leave()
  })

test('a room is for its group alone', async () => {
  const { room, keeper, everyone } = await gather(browser, server.origin, { language: 'en', script: true })
  const outsider = await Guest.arrive(browser, server.origin, { language: 'en', script: true, name: stranger })
  await outsider.page.goto(room)
  expect(new URL(outsider.page.url()).pathname === group, 'the door of the group instead')
  expect((await outsider.page.request.get(`${room}/live`)).status() === 404, 'no stream for who doesn’t belong')
  expect(await keeper.page.locator('.msgs').count() === 1, 'the room, for who does')
  for (const guest of [...everyone, outsider]) await guest.leave()
})
