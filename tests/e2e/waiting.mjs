// Words that wait: a group reads first, somebody writes, changes, and has them back with an answer or on the board. Two browsers.
import { expect, firstLink, person, send, test } from './lib.mjs'
import { join } from './newcomer.mjs'
import { browser, server } from './world.mjs'
import { Guest, way, ways } from './room.mjs'

const secret = 'nine round grey stones'
const said = {
  en: { group: 'The reading chair', purpose: 'For first words.', name: ['Linden Marsh', 'Sorrel Quay'], title: 'A first try', first: 'Hello, I am new.', changed: 'Hello, I am new here.',
    second: 'One more thing.', answer: 'Thank you. Could you leave out the street?', quiet: 'Without my name, this.' },
  ar: { group: 'كرسي القراءة', purpose: 'للكلمات الأولى.', name: ['ريحانة الوادي', 'سندس البحر'], title: 'محاولة أولى', first: 'مرحبًا، أنا هنا منذ قليل.', changed: 'مرحبًا، وصلت اليوم.',
    second: 'شيء آخر.', answer: 'شكرًا. هل يمكن حذف اسم الشارع؟', quiet: 'هذه من دون اسمي.' }
}

// A group of its own whose every post waits, with a board.
async function found(keeper, { language, script }) {
  const slug = `chair-${language}-${script ? 'with' : 'without'}`, group = `/groups/${slug}`
  await keeper.goto('/groups/new')
  await keeper.fill('main input[name=name]', `${said[language].group}${script ? '' : ' II'}`)
  await keeper.fill('main input[name=slug]', slug)
  await keeper.selectOption('main select[name=lang]', language)
  await keeper.fill('main textarea[name=purpose]', said[language].purpose)
  await send(keeper, '/groups/new')
  await keeper.goto(group + '/boards')
  await keeper.fill('main input[name=name]', said[language].group)
  await send(keeper, group + '/boards')
  await keeper.goto(group + '/manage')
  await keeper.check('main input[name=waits][value=everybody]')
  await keeper.check('main input[name=anonymous]')
  await send(keeper, group + '/manage')
  await keeper.goto(group + '/manage')
  expect(await keeper.isChecked('main input[name=waits][value=everybody]'), 'the choice of the group is kept')
  return group
}

async function open(page, words) {
  await page.locator('main li a', { hasText: words }).first().click()
  await page.waitForURL(/waiting(-words)?\/\d+$/)
  return new URL(page.url()).pathname
}

const reads = async (page, words) => (await page.locator('main').innerText()).includes(words)

async function people({ language, script }) {
  const steward = await Guest.arrive(browser, server.origin, { language, script, name: '', as: 'steward' })
  const writer = await person(browser, server.origin, { language, script, width: 390, height: 800 })
  await join(writer, `waiting-${language}-${script}`, said[language].name[script ? 0 : 1], secret)
  return { keeper: steward.page, writer }
}

// What one sends leads to where it waits, and can be changed there.
async function begins(writer, group, words) {
  await writer.goto(group)
  const board = (await firstLink(writer, /^\/boards\/\d+$/)) + '/new'
  await writer.goto(board)
  await writer.fill('main input[name=title]', words.title)
  await writer.fill('main textarea[name=body]', words.first)
  await send(writer, board)
  expect(new URL(writer.url()).pathname === '/waiting-words' && await reads(writer, words.title), 'the writer sees that it waits')
  const own = await open(writer, words.title)
  await writer.fill('main textarea[name=body]', words.changed)
  await send(writer, own)
  expect(await reads(writer, words.changed), 'and has changed it')
  return board
}

async function publishes(keeper, group, words) {
  await keeper.goto(group)
  await keeper.locator(`main a[href="${group}/waiting"]`).click()
  const item = await open(keeper, words)
  await send(keeper, item + '/publish')
  expect(new URL(keeper.url()).pathname === group + '/waiting' && !await reads(keeper, words), 'it waits no more')
}

async function answers(writer, topic, words, hidden) {
  await writer.goto(topic)
  await writer.fill(`form[action="${topic}/reply"] textarea[name=body]`, words)
  await writer.setChecked('main input[name=anonymous]', hidden)
  await send(writer, `${topic}/reply`)
  expect(new URL(writer.url()).pathname === '/waiting-words' && await reads(writer, words), 'an answer waits, too')
}

async function givesBack(keeper, writer, group, words) {
  await keeper.goto(group + '/waiting')
  const item = await open(keeper, words.second)
  await keeper.fill('main textarea[name=answer]', words.answer)
  await send(keeper, item + '/return')
  await writer.goto('/notifications')
  await writer.locator('main a[href^="/waiting-words/"]').first().click()
  await writer.waitForURL(/waiting-words\/\d+$/)
  expect(await reads(writer, words.second) && await reads(writer, words.answer), 'the words come back with the answer')
  await send(writer, new URL(writer.url()).pathname + '/back')
  expect((await writer.inputValue('main textarea[name=body]')) === words.second, 'and are a draft again')
}

for (const one of ways)
  test(`words wait to be read first: ${way(one)}`, async () => {
    const words = said[one.language], { keeper, writer } = await people(one)
    const group = await found(keeper, one)
    await writer.goto(group)
    await send(writer, `${group}/join`)
    const board = await begins(writer, group, words)
    await publishes(keeper, group, words.title)
    await writer.goto(board.replace('/new', ''))
    const topic = (await firstLink(writer, /^\/topics\/\d+/)).split(/[?#]/)[0]
    await writer.goto(topic)
    expect(await reads(writer, words.changed), 'it stands on the board as it was changed')
    await answers(writer, topic, words.second, false)
    await givesBack(keeper, writer, group, words)
    await answers(writer, topic, words.quiet, true)
    await publishes(keeper, group, words.quiet)
    await keeper.goto(topic)
    expect(await reads(keeper, words.quiet) && await keeper.locator('article', { hasText: words.quiet }).locator('.tag.anon').count() === 1, 'without a name')
  })
