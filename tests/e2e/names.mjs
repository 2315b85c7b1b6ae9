// Two names of one person: each speaks in its own group, and whoever looks on sees two people.
import { expect, firstLink, person, send, signIn, test } from './lib.mjs'
import { join } from './newcomer.mjs'
import { browser, server } from './world.mjs'
import { Guest, inLanguage, way, ways } from './room.mjs'

const secret = 'seven slow green boats'
const groups = ['/groups/faith-and-us', '/groups/somewhere-between']

// `taken` looks like the name of somebody in the demonstration, `mixed` takes its letters from two alphabets.
const said = {
  en: {
    names: [['Quimby Vale', 'Oddny Frost'], ['Calder Rue', 'Isolde Marsh']], taken: 'Arnara', mixed: 'Amar\u0430', other: 'Thorne',
    title: 'The candle in the hall', words: 'It was lit when I came down.', asked: 'Who sat by you?', answer: 'Somebody who hummed.', again: 'And stayed until six.'
  },
  ar: {
    names: [['غيداء النهر', 'سراب الفجر'], ['رنيم المطر', 'وسيم الظل']], taken: 'كـريم', mixed: 'کریم', other: 'زهير',
    title: 'الشمعة في الممر', words: 'كانت مضاءة حين نزلت.', asked: 'من جلس بجانبك؟', answer: 'أحدهم كان يدندن.', again: 'وبقي حتى السادسة.'
  }
}

const speaker = page => page.locator('.top .who b').innerText()
const main = page => page.locator('main').innerText()

// Somebody chooses in the menu who speaks where no name belongs yet.
async function speakAs(page, name) {
  await page.locator('summary.who').click()
  await page.locator('.top .choice', { hasText: name }).locator('input').check()
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator('form[action="/speak-as"] button').first().click()])
  expect(await speaker(page) === name, `${name} speaks now`)
}

async function take(page, name) {
  await page.goto('/settings/names')
  await page.fill('main input[name=name]', name)
  await send(page, '/settings/names')
}

// A name that is taken, in whatever letters it comes, is refused in plain words, and what was typed is still there.
async function refused(page, name, language) {
  await take(page, name)
  expect(await page.locator('main .err').count() === 1, `one sentence why “${name}” isn’t possible`)
  expect(inLanguage(await page.locator('main .err').innerText(), language), 'said in the language of its reader')
  expect(await page.inputValue('main input[name=name]') === name, `“${name}” still in the field`)
  expect(!(await page.locator('main .by').allInnerTexts()).some(by => by.includes(name)), 'no such name in the list')
}

async function names(page, first, second, { taken, mixed, other }, language) {
  await take(page, second)
  await refused(page, taken, language)
  await refused(page, mixed, language)
  await page.fill('main input[name=name]', other)          // the way on from a refusal
  await send(page, '/settings/names')
  const listed = await main(page)
  expect([first, second, other].every(name => listed.includes(name)), 'three names of one’s own')
}

async function joinAs(page, group, name) {
  await page.goto(group)
  expect((await page.locator('#join').innerText()).includes(name), `the door says that one would be here as ${name}`)
  const agreed = page.locator(`form[action="${group}/join"] [type=checkbox][name=rules]`)   // a group with rules of its own asks
  if (await agreed.count()) await agreed.check()
  await send(page, `${group}/join`)
  expect(await speaker(page) === name, `${name} belongs now`)
}

async function compose(page, group) {
  await page.goto(group)
  const board = (await firstLink(page, /^\/boards\/\d+$/)) + '/new'
  await page.goto(board)
  return board
}

// On the page where one writes stands who is speaking, before anything is sent.
async function speaks(page, form, name, other) {
  const words = await page.locator(`main form[action="${form}"]`).innerText()
  expect(words.includes(name) && !words.includes(other), `the form says that ${name} speaks, got ${words}`)
  expect(await speaker(page) === name, `${name} in the header, too`)
}

async function begin(page, group, { title, words, as, not }) {
  const board = await compose(page, group)
  if (as) await speaks(page, board, as, not)
  await page.fill('main input[name=title]', title)
  await page.fill('main textarea[name=body]', words)
  await send(page, board)
  expect(/^\/topics\/\d+$/.test(new URL(page.url()).pathname), `the new conversation, got ${page.url()}`)
  return new URL(page.url()).pathname
}

async function answer(page, topic, { words, as, not }) {
  await page.goto(topic)
  await speaks(page, `${topic}/reply`, as, not)
  await page.fill(`form[action="${topic}/reply"] textarea[name=body]`, words)
  await send(page, `${topic}/reply`)
}

// What the onlooker's browser gets, whole: `name` is there, and no word of the other.
async function sees(page, path, name, other) {
  expect((await page.goto(path)).status() === 200, `${path} for the onlooker`)
  const whole = await page.content()
  expect(whole.includes(name) && !whole.includes(other), `${path} names ${name} and not ${other}`)
}

async function looksOn(page, { group, topic, words, name, other }) {
  const article = page.locator('article', { hasText: words })
  await page.goto(topic)
  expect(await article.locator('bdi').first().innerText() === name, `${name} said “${words}”`)
  for (const path of [topic, `/people/${encodeURIComponent(name)}`, group + '/members', `/search?q=${encodeURIComponent(name)}&kind=person`])
    await sees(page, path, name, other)
  const people = await page.locator('main a[href^="/people/"]').evaluateAll(links => links.map(link => decodeURIComponent(link.getAttribute('href'))))
  expect(people.some(path => path.endsWith(name)), 'found by that name')
}

for (const one of ways)
  test(`two names of one person speak in two groups: ${way(one)}`, async () => {
    const words = said[one.language], [first, second] = words.names[one.script ? 0 : 1]
    const { other } = words, more = { ...words, other: one.script ? other : `${other} II` }
    const page = await person(browser, server.origin, { ...one, width: 390, height: 800 })
    const onlooker = await Guest.arrive(browser, server.origin, { ...one, name: '', as: 'practitioner' })
    const id = `names-${one.language}-${one.script}`
    for (const group of groups) await onlooker.join(group)
    const asked = await begin(onlooker.page, groups[1], { title: words.asked, words: words.asked })
    await join(page, id, first, secret)
    await names(page, first, second, more, one.language)
    await joinAs(page, groups[0], first)
    await speakAs(page, second)
    await joinAs(page, groups[1], second)
    // Whichever spoke last: in each group it is the one who belongs.
    const topic = await begin(page, groups[0], { ...words, as: first, not: second })
    await answer(page, asked, { words: words.answer, as: second, not: first })
    const { page: eyes } = onlooker
    await looksOn(eyes, { group: groups[0], topic, words: words.words, name: first, other: second })
    await looksOn(eyes, { group: groups[1], topic: asked, words: words.answer, name: second, other: first })
    expect(!(await (await eyes.goto(topic), eyes.content())).includes(more.other), 'nor the third')
    await eyes.goto('/notifications')
    expect(!(await eyes.content()).includes(first), 'whom the onlooker’s notifications tell of is the one who answered')
    // In another session, too: the place knows who belongs.
    const later = await person(browser, server.origin, one)
    await signIn(later, id, secret)
    await speakAs(later, more.other)
    for (const [group, name] of [[groups[1], second], [groups[0], first]]) {
      await later.goto(group)
      expect(await speaker(later) === name, `${name} in ${group}`)
    }
    await answer(later, asked, { words: words.again, as: second, not: first })
    await later.goto('/home')
    expect(await speaker(later) === more.other, 'elsewhere the name that was chosen')
    await looksOn(eyes, { group: groups[1], topic: asked, words: words.again, name: second, other: first })
    for (const each of [page, later, eyes]) await each.context().close()
  })
