// Three people: one asks the two others to connect, they write to each other in a circle and in private, and one blocks another.
import { expect, person, send, test } from './lib.mjs'
import { join } from './newcomer.mjs'
import { browser, server } from './world.mjs'
import { Guest, inLanguage, way, ways } from './room.mjs'

const secret = 'seven slow green boats'
const group = '/groups/new-here'
const said = {
  en: {
    names: [['Alder Finch', 'Briony Cole', 'Corin Ash'], ['Dilys Moor', 'Ewan Stoat', 'Fern Rook']], note: 'From the evening with the broken kettle.',
    circle: 'Kettle menders', begin: 'Who has a screwdriver?', mine: 'I have two.', other: 'I have the kettle.', asked: 'Only between us: is it yours?',
    unheard: 'Then I bring the long one.', late: 'Until eight, then.', back: 'Are you still there?'
  },
  ar: {
    names: [['أريج السهل', 'بسمة الوادي', 'جاد الصخر'], ['دانة البحر', 'هيثم الجسر', 'وديع الغابة']], note: 'من أمسية الإبريق المكسور.',
    circle: 'مصلحو الإبريق', begin: 'من لديه مفك؟', mine: 'لدي اثنان.', other: 'الإبريق عندي.', asked: 'بيننا فقط: هل هو لك؟',
    unheard: 'إذن أحضر الطويل.', late: 'إلى الثامنة إذن.', back: 'هل ما زلت هنا؟'
  }
}

const shows = async (guest, path, words) => {
  await guest.page.goto(path)
  return (await guest.page.locator('main').innerText()).includes(words)
}
const status = async (guest, path) => (await guest.page.goto(path)).status()
const personPath = guest => `/people/${encodeURIComponent(guest.name)}`

async function arrive(one, name, n) {
  const page = await person(browser, server.origin, one), guest = new Guest(page, { ...one, name })
  await join(page, `three-${one.language}-${one.script}-${n}`, name, secret)
  await guest.tellsAge()
  await guest.join(group)
  return guest
}

// The way from somebody's page to what one is to each other.
async function tieOf(guest, other) {
  await guest.page.goto(personPath(other))
  const link = await guest.page.locator('main a[href^="/connections/"]').first().getAttribute('href')
  return link.match(/^\/connections\/\d+/)[0]
}

async function connect(from, to, { note }) {
  const tie = await tieOf(from, to)
  await from.page.goto(tie)
  await from.page.fill('main textarea[name=note]', note)
  await send(from.page, tie + '/ask')
  expect(await shows(to, '/connections', note), 'the ask and its words')
  await send(to.page, await to.page.locator('main form[action$="/accept"]', { hasText: from.name }).getAttribute('action'))
  expect(await shows(from, '/connections', to.name), 'each in the other’s list')
}

async function begin(from, to, words, name = '') {
  await from.page.goto('/messages/new')
  await from.page.fill('main [name=to]', to.map(guest => guest.name).join(from.language === 'ar' ? '، ' : ', '))
  await from.page.fill('main [name=name]', name)
  await from.page.fill('main [name=body]', words)
  await send(from.page, '/messages/new', 'button.go')
  return new URL(from.page.url()).pathname
}

async function find(guest, words, list = '/messages') {
  await guest.page.goto(list)
  const link = guest.page.locator('main .list a', { hasText: words }).first()
  return (await link.getAttribute('href')).split('#')[0]
}

async function circle(a, b, c, words) {
  await a.enter(await begin(a, [b, c], words.begin, words.circle))
  for (const guest of [b, c]) await guest.enter(await find(guest, words.circle))
  await b.say(words.mine)
  await c.say(words.other)
  for (const guest of [a, b, c])
    for (const line of [words.begin, words.mine, words.other]) await guest.sees(line)
}

// B asks C something between the two, as somebody C doesn't know yet.
async function between(b, c, words) {
  const path = await begin(b, [c], words.asked)
  const back = await find(c, b.name, '/messages/requests')
  await c.page.goto(back)
  await send(c.page, `${back}/accept`)
  expect(await shows(c, back, words.asked), 'the words between the two')
  return { path, back }
}

// After a block neither finds the other, by whatever door, and the third notices nothing.
async function apart(a, b, c, { path, back }, words) {
  const doors = [[b, path], [c, back], [b, personPath(c)], [c, personPath(b)]]
  for (const [guest, door] of doors) expect(await status(guest, door) === 404, `${door} isn’t there any more for ${guest.name}`)
  for (const [guest, other] of [[b, c], [c, b]]) {
    expect(!await shows(guest, group + '/members', other.name), `${other.name} not among the members for ${guest.name}`)
    expect(!await shows(guest, '/connections', other.name) && !await shows(guest, '/messages', other.name), 'in no list')
  }
  expect(await status(a, personPath(b)) === 200 && await status(a, personPath(c)) === 200, 'the third meets both')
  await b.page.goto('/messages/new')
  await b.page.fill('main [name=to]', c.name)
  await b.page.fill('main [name=body]', words.back)
  await send(b.page, '/messages/new', 'button.go')
  expect((await b.page.locator('main .err').first().innerText()).includes(c.name), 'one sentence, whyever')
  expect(inLanguage((await b.page.locator('main .err').first().innerText()).replace(c.name, ''), b.language), 'in the language of its reader')
  expect(await b.page.inputValue('main [name=body]') === words.back, 'the words are still there')
}

for (const one of ways)
  test(`three connect and write to each other, and one blocks another: ${way(one)}`, async () => {
    const words = said[one.language], names = words.names[one.script ? 0 : 1]
    const [a, b, c] = await Promise.all(names.map((name, n) => arrive(one, name, n)))
    await connect(a, b, words)
    await connect(a, c, words)
    await circle(a, b, c, words)
    const doors = await between(b, c, words), tie = await tieOf(c, b)
    await c.page.goto(tie + '/block')
    await send(c.page, tie + '/block')
    await apart(a, b, c, doors, words)
    // The circle goes on; those two don't read each other in it.
    for (const guest of [a, b, c]) await guest.enter(guest.room)
    await b.say(words.unheard)
    await a.sees(words.unheard)
    await a.say(words.late)
    for (const guest of [b, c]) await guest.sees(words.late)
    expect(await c.message(words.unheard).count() === 0 && await c.message(words.mine).count() === 0, 'no words of whom one blocked')
    expect(await b.message(words.other).count() === 0, 'nor the other way round')
    await c.page.goto('/connections?of=blocked')
    await send(c.page, tie + '/unblock')
    expect(await status(b, personPath(c)) === 200, 'they can meet again')
    for (const guest of [a, b, c]) await guest.leave()
  })
