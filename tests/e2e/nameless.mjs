// Words without a name: a group allows them, somebody writes, changes and takes away, and a facilitator acts on the made-up name. Three browsers.
import { expect, firstLink, person, send, test } from './lib.mjs'
import { listen } from './news.mjs'
import { join } from './newcomer.mjs'
import { browser, server } from './world.mjs'
import { Guest, inLanguage, way, ways } from './room.mjs'

const secret = 'seven slow green boats'
const said = {
  en: {
    group: 'The back stairs', purpose: 'For what is hard to say aloud.', names: ['Perrin Holt', 'Ottilie Grey'],
    topics: ['What nobody asks', 'What helped', 'What is still open'], first: 'I never told my brother.', second: 'He would have laughed.',
    later: 'A walk, mostly.', changed: 'I never told my brothers.', silent: 'Half a thought about', named: 'This one under my name.'
  },
  ar: {
    group: 'الدرج الخلفي', purpose: 'لما يصعب قوله بصوت عالٍ.', names: ['تالة الزيتون', 'بيلسان الغيم'],
    topics: ['ما لا يسأل عنه أحد', 'ما ساعدنا', 'ما زال مفتوحًا'], first: 'لم أخبر أخي قط.', second: 'كان سيضحك.',
    later: 'المشي في الغالب.', changed: 'لم أخبر إخوتي قط.', silent: 'نصف فكرة عن', named: 'هذه باسمي أنا.'
  }
}

const own = 'main input[name=anonymous]'
const article = (page, words) => page.locator('article', { hasText: words })
const handle = async (page, words) => (await article(page, words).locator('.by bdi').first().innerText()).trim()

// A group of its own, with a board, where words need a name at first.
async function found(keeper, { language, script }) {
  const slug = `stairs-${language}-${script ? 'with' : 'without'}`, group = `/groups/${slug}`
  await keeper.goto('/groups/new')
  await keeper.fill('main input[name=name]', `${said[language].group}${script ? '' : ' II'}`)
  await keeper.fill('main input[name=slug]', slug)
  await keeper.selectOption('main select[name=lang]', language)
  await keeper.fill('main textarea[name=purpose]', said[language].purpose)
  await send(keeper, '/groups/new')
  await keeper.goto(group + '/boards')
  await keeper.fill('main input[name=name]', said[language].group)
  if (await keeper.locator('main [name=about]').count()) await keeper.fill('main [name=about]', said[language].purpose)
  await send(keeper, group + '/boards')
  await allow(keeper, group, false)
  return group
}

async function allow(keeper, group, on) {
  await keeper.goto(group + '/manage')
  await keeper.setChecked(own, on)
  await send(keeper, group + '/manage')
  await keeper.goto(group + '/manage')
  expect(await keeper.isChecked(own) === on, 'the choice of the group is kept')
}

async function begin(page, group, title) {
  await page.goto(group)
  const board = (await firstLink(page, /^\/boards\/\d+$/)) + '/new'
  await page.goto(board)
  await page.fill('main input[name=title]', title)
  await page.fill('main textarea[name=body]', title)
  await send(page, board)
  return new URL(page.url()).pathname
}

async function write(page, topic, words, hidden) {
  if (new URL(page.url()).pathname !== topic) await page.goto(topic)
  await page.fill(`form[action="${topic}/reply"] textarea[name=body]`, words)
  await page.setChecked(own, hidden)
  await send(page, `${topic}/reply`)
}

// With JavaScript an open page says that there is something new; without it, one asks again.
async function looks(page, script, topic, words) {
  if (!script) return page.goto(topic)
  await page.locator('main [data-news] a').click()
  await article(page, words).waitFor()
}

// What the others' browsers get of it, whole: the made-up name, and nothing of the one behind it.
async function sees(page, words, { as, not, language }) {
  const tag = article(page, words).locator('.tag.anon')
  expect(await handle(page, words) === as, `“${words}” by ${as}`)
  expect(inLanguage(await tag.innerText(), language) && inLanguage(as, language), 'a made-up name in the language of its reader, and said to be one')
  expect(!(await page.content()).includes(not), `nothing of ${not}`)
  expect(!await article(page, words).locator('a[href^="/people/"]').count(), 'nobody’s page behind it')
}

async function changes(page, topic, { first, changed }) {
  await page.goto(topic)
  await article(page, first).locator('details.menu > summary').click()
  await article(page, first).locator('a[href$="/edit"]').click()
  await page.waitForURL(/\/posts\/\d+\/edit$/)
  const path = new URL(page.url()).pathname
  expect(await page.locator(own).count() === 0, 'a made-up name stays what it was')
  await page.fill('main textarea[name=body]', changed)
  await send(page, path)
}

async function takesAway(page, topic, words) {
  await page.goto(topic)
  await article(page, words).locator('details.menu > summary').click()
  await article(page, words).locator('a[href$="/delete"]').click()
  await page.waitForURL(/\/posts\/\d+\/delete$/)
  await send(page, new URL(page.url()).pathname)
}

// A facilitator acts on the made-up name: the words stay, and it writes no more until they say so.
async function quiets(keeper, topic, words, quiet) {
  await keeper.goto(topic)
  await article(keeper, words).locator('details.menu > summary').click()
  const button = article(keeper, words).locator(`button[name=quiet][value="${quiet ? 'yes' : ''}"]`)
  await Promise.all([keeper.waitForNavigation({ waitUntil: 'load' }), button.click()])
}

async function people({ language, script }) {
  const [name, other] = said[language].names
  const steward = await Guest.arrive(browser, server.origin, { language, script, name: '', as: 'steward' })
  const reader = await Guest.arrive(browser, server.origin, { language, script, name: '', as: 'practitioner' })
  const writer = await person(browser, server.origin, { language, script, width: 390, height: 800 })
  await join(writer, `nameless-${language}-${script}`, script ? name : other, secret)
  return { keeper: steward.page, reader, writer, name: script ? name : other }
}

// The form says first whether a name can be left out; once it has been, under which one it goes on.
async function writesTwice(writer, topic, words) {
  await writer.goto(topic)
  await write(writer, topic, words.first, true)
  const as = await handle(writer, words.first)
  expect((await writer.locator(`main form[action="${topic}/reply"]`).innerText()).includes(as), `the form offers ${as} again`)
  expect(await writer.isChecked(own), 'and has it chosen')
  await write(writer, topic, words.second, true)
  expect(await handle(writer, words.second) === as, 'one made-up name through a conversation')
  return as
}

for (const one of ways)
  test(`words without a name, and what a facilitator can do: ${way(one)}`, async () => {
    const words = said[one.language], { keeper, reader, writer, name } = await people(one), eyes = reader.page
    const group = await found(keeper, one)
    await reader.join(group)
    await writer.goto(group)
    await send(writer, `${group}/join`)
    const topics = []
    for (const title of words.topics) topics.push(await begin(eyes, group, title))
    const [topic, ...elsewhere] = topics
    await writer.goto(topic)
    expect(await writer.locator(own).count() === 0, 'no choice where the group wants names')
    await allow(keeper, group, true)

    await (one.script ? listen(eyes, topic, '/live') : eyes.goto(topic))
    const as = await writesTwice(writer, topic, words)
    await looks(eyes, one.script, topic, words.second)
    for (const line of [words.first, words.second]) await sees(eyes, line, { as, not: name, language: one.language })
    // There are 576 made-up names: three conversations hardly ever draw the same.
    const others = []
    for (const path of elsewhere) {
      await write(writer, path, words.later, true)
      others.push(await handle(writer, words.later))
      await eyes.goto(path)
      await sees(eyes, words.later, { as: others.at(-1), not: name, language: one.language })
    }
    expect(others.some(each => each !== as), `another name in another conversation than ${as}`)
    for (const path of ['/notifications', `/search?q=${encodeURIComponent(words.first)}`, `/people/${encodeURIComponent(name)}`]) {
      await eyes.goto(path)
      const text = await eyes.locator('main').innerText()
      expect(!(text.includes(name) && text.includes(words.first)), `${path} doesn’t bring them together`)
    }

    await changes(writer, topic, words)
    await eyes.goto(topic)
    await sees(eyes, words.changed, { as, not: name, language: one.language })
    await takesAway(writer, topic, words.second)
    await eyes.goto(topic)
    expect(await article(eyes, words.second).count() === 0, 'taken away for the others, too')
    expect(await article(eyes, words.changed).locator('button[name=quiet]').count() === 0, 'a facilitator’s tools are theirs alone')

    await quiets(keeper, topic, words.changed, true)
    expect(!(await keeper.content()).includes(name), 'who acts on a made-up name doesn’t learn whose it is')
    await write(writer, topic, words.silent, true)
    expect(inLanguage(await writer.locator('main .err').first().innerText(), one.language), 'said plainly')
    expect(await writer.inputValue('main textarea[name=body]') === words.silent, 'the words are still there')
    await eyes.goto(topic)
    expect(await article(eyes, words.silent).count() === 0, 'nobody else has seen them')
    await quiets(keeper, topic, words.changed, false)
    await write(writer, topic, words.silent, true)
    expect(await handle(writer, words.silent) === as, 'the made-up name writes again')
    await write(writer, topic, words.named, false)
    expect(await handle(writer, words.named) === name, 'and whoever wants to, under their name')
    for (const each of [keeper, eyes, writer]) await each.context().close()
  })
