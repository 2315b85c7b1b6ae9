// News while a page is open: answers come when they are asked for, and a dot at Home tells of one's groups.
import { expect, firstLink, send, startServer, test } from './lib.mjs'
import { browser, server } from './world.mjs'
import { couple, everybody, group, Guest, inLanguage, said } from './room.mjs'

const dot = '.places a[href="/home"].fresh'

async function startTopic(page, path, title) {
  await page.goto(path)
  const compose = (await firstLink(page, /^\/boards\/\d+$/)) + '/new'
  await page.goto(compose)
  await page.fill('input[name=title]', title)
  await page.check('input[name=wish][value=listen]')
  await page.fill('textarea[name=body]', Array(8).fill(title).join('\n\n'))
  await send(page, compose)
  return new URL(page.url()).pathname
}

async function answer(page, topic, words) {
  await page.goto(topic)
  await page.fill(`form[action="${topic}/reply"] textarea[name=body]`, words)
  await send(page, `${topic}/reply`)
}

// Opens a page and waits until its stream has begun.
export async function listen(page, path, stream) {
  await Promise.all([page.waitForResponse(answer => new URL(answer.url()).pathname.endsWith(stream) && answer.status() === 200), page.goto(path)])
}

for (const language of ['en', 'ar'])
  test(`new answers wait behind a button while a conversation is read, and come without moving it: ${language}`, async () => {
    const { first, answer: reply, late, half, call } = said[language]
    const more = { language, script: true, width: 390, height: 640 }
    const [name, other] = couple(language, true)
    const ana = await Guest.arrive(browser, server.origin, { ...more, name }), bo = await Guest.arrive(browser, server.origin, { ...more, name: other })
    for (const guest of [ana, bo]) await guest.join(group)
    const topic = await startTopic(ana.page, group, first)
    await listen(ana.page, topic, '/live')
    const button = ana.page.locator('main [data-news] a')
    expect(!await button.isVisible(), 'no button while there is nothing new')
    const field = ana.page.locator(`form[action="${topic}/reply"] textarea[name=body]`)
    await field.fill(half)
    await answer(bo.page, topic, reply)
    await button.waitFor()
    expect(inLanguage(await button.innerText(), language), 'the button in the language of its reader')
    expect(await ana.page.locator('.replies article').count() === 0, 'nothing new before it is asked for')
    await button.scrollIntoViewIfNeeded()
    const opening = ana.page.locator('article.post').first(), before = await opening.boundingBox()
    await button.click()
    await ana.page.locator('.replies .say', { hasText: reply }).waitFor()
    expect(Math.abs((await opening.boundingBox()).y - before.y) < 1, 'the page in its place')
    expect(await ana.page.evaluate(() => document.activeElement.matches('.replies > li')), 'the focus on the first of the new answers')
    expect(await field.inputValue() === half, 'what was being written is still there')
    await button.waitFor({ state: 'hidden' })
    await answer(bo.page, topic, late)              // and once more
    await button.waitFor()
    await button.click()
    await ana.page.locator('.replies .say', { hasText: late }).waitFor()
    expect(await ana.page.locator('.replies article').count() === 2, 'each answer once')
    expect(await ana.page.locator('#new').count() <= 1, 'one beginning of what is new')
    // One that was begun before another and kept after it: it comes along with the next.
    await ana.page.locator('.replies > li', { hasText: reply }).evaluate(item => item.remove())
    await answer(bo.page, topic, call)
    await button.waitFor()
    await button.click()
    await ana.page.locator('.replies .say', { hasText: call }).waitFor()
    for (const words of [reply, late, call]) expect(await ana.page.locator('.replies article', { hasText: words }).count() === 1, 'each answer once')
    for (const guest of [ana, bo]) await guest.leave()
  })

test('a dot at Home tells of news in one’s groups, and not of a quiet one', async () => {
  const place = await startServer([], { people: everybody })
  const [quiet, loud] = ['/groups/names-and-paperwork', '/groups/new-here']
  const [name, other] = couple('en', true), [third] = couple('en', false)
  const [ana, bo, tove] = await Promise.all([name, other, third].map(name => Guest.arrive(browser, place.origin, { language: 'en', script: true, name })))
  for (const guest of [ana, bo, tove])
    for (const path of [quiet, loud]) await guest.join(path)
  await ana.page.goto(`${quiet}/me`)
  await ana.page.check('input[name=quiet]')
  await send(ana.page, `${quiet}/me`)
  await listen(ana.page, '/guidelines', '/news')
  await listen(tove.page, '/guidelines', '/news')
  await startTopic(bo.page, quiet, 'A form in triplicate')
  await tove.page.locator(dot).waitFor()            // it was told to who wants to hear it
  expect(await ana.page.locator(dot).count() === 0, 'no dot of a quiet group')
  await startTopic(bo.page, loud, 'A first evening')
  await ana.page.locator(dot).waitFor()
  expect((await ana.page.locator(dot).innerText()).includes('something new'), 'words beside the dot')
  for (const guest of [ana, bo, tove]) await guest.leave()
  await place.stop()
})
