// A story written over two sessions: begun, kept sealed, found again after signing in anew, finished, read and answered by somebody else.
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'
import { way, ways } from './room.mjs'

const words = {
  en: { title: 'The bus on Tuesday', first: 'The bus was late, and I was early.', second: 'Then I said it.', when: 'spring 2019', what: 'Said it on the bus',
    answer: 'I read this twice.' },
  ar: { title: 'حافلة يوم الثلاثاء', first: 'تأخّرت الحافلة، وجئتُ أنا مبكّرًا.', second: 'ثمّ قلتُها.', when: 'ربيع 2019', what: 'قيلت في الحافلة',
    answer: 'قرأتُها مرّتين.' }
}
// The four are written by one member: each with a title of its own.
const written = ({ language, script }) => ({ language, script, ...words[language], title: `${words[language].title}${script ? ' I' : ' –'}` })

async function begin(page, one) {
  await page.goto('/stories/prompts')
  await page.locator('main a[href="/stories/new?prompt=word"]').click()
  await page.waitForURL(/prompt=word/)
  await page.fill('#f-title', one.title)
  await page.fill('#f-body', one.first)
  if (one.script) {                                  // nothing is pressed: the words are kept by themselves
    await page.waitForFunction(() => document.querySelector('[data-draft]').textContent !== '')
    return
  }
  await send(page, '/stories/new', 'button[value=draft]')
  expect(/\/stories\/drafts\/\d+$/.test(page.url()), `a draft’s own page, got ${page.url()}`)
}

async function finish(page, one) {
  await page.goto('/stories/mine')
  await page.locator('main a[href^="/stories/drafts/"]', { hasText: one.title }).first().click()
  await page.waitForURL(/\/stories\/drafts\/\d+$/)
  expect(await page.inputValue('#f-body') === one.first, 'the words of the first session')
  await page.fill('#f-body', `${one.first}\n\n## ${one.title}\n\n${one.second}`)
  if (!await page.locator('#kind-0').isVisible()) await page.locator('main details.fold summary').first().click()
  await page.selectOption('#kind-0', 'out')
  await page.fill('#when-0', one.when)
  await page.fill('#what-0', one.what)
  await page.locator('main form input[name=title]').fill('')      // a slip: everything comes back
  await send(page, '/stories/new', 'button[value=preview]')
  expect((await page.inputValue('#f-body')).includes(one.second), 'the words under the preview')
  await page.fill('#f-title', one.title)
  await send(page, '/stories/new', 'button[value=send]')
  const path = new URL(page.url()).pathname
  expect(/^\/stories\/\d+$/.test(path), `the story’s page, got ${path}`)
  expect(await page.locator('.prose h2').textContent() === one.title, 'a heading in the story')
  expect((await page.locator('.steps').textContent()).includes(one.when), 'its road')
  return path
}

for (const one of ways.map(written))
  test(`a story is written over two sessions: ${way(one)}`, async () => {
    const first = await person(browser, server.origin, one)
    await signIn(first, 'demo')
    await begin(first, one)
    await first.context().close()

    const second = await person(browser, server.origin, one)
    await signIn(second, 'demo')
    const path = await finish(second, one)
    await second.goto('/stories/mine')
    expect(!await second.locator('main a[href^="/stories/drafts/"]', { hasText: one.title }).count(), 'no draft left behind')

    const reader = await person(browser, server.origin, one)
    await signIn(reader, 'facilitator')
    await reader.goto('/stories')
    await reader.locator(`main a[href="${path}"]`).click()
    await reader.waitForURL(`**${path}`)
    expect((await reader.locator('.prose').textContent()).includes(one.second), 'the whole story')
    await send(reader, `${path}/resonance`)
    await reader.fill('main textarea[name=body]', one.answer)
    await send(reader, `${path}/answers`)
    expect((await reader.locator('#answers').textContent()).includes(one.answer), 'the answer under the story')
    await second.goto(path)
    expect((await second.locator('#with').textContent()).match(/[1١]|شخص/), 'that somebody felt the same, for the writer alone')
    await second.goto(`${path}/delete`)
    await send(second, `${path}/delete`)
    const gone = await reader.goto(path)
    expect(gone.status() === 404, 'the story gone')
    await second.context().close()
    await reader.context().close()
  })

test('two windows with one draft keep both, and say so', async () => {
  const page = await person(browser, server.origin)
  await signIn(page, 'demo')
  await page.goto('/stories/new')
  await page.fill('#f-title', 'Two windows')
  await page.fill('#f-body', 'Begun once.')
  await send(page, '/stories/new', 'button[value=draft]')
  const draft = page.url(), other = await page.context().newPage()
  await other.goto(draft)
  const written = async (window, words) => {
    await window.fill('#f-body', words)
    await window.waitForFunction(() => document.querySelector('[data-draft]').textContent !== '')
    return window.locator('[data-draft]').textContent()
  }
  expect((await written(other, 'From the second window.')).startsWith('Kept as a draft'), 'the second window’s words kept')
  expect((await written(page, 'From the first window.')).startsWith('Kept beside'), 'the first window told that there are two')
  await page.goto('/stories/mine')
  expect(await page.locator('main a[href^="/stories/drafts/"]', { hasText: 'Two windows' }).count() === 2, 'both drafts')
  await page.goto(draft)
  expect(await page.inputValue('#f-body') === 'From the second window.', 'the second window’s words')
  await page.locator('.note.warm a').click()
  await page.waitForURL(/drafts/)
  expect(await page.inputValue('#f-body') === 'From the first window.', 'the first window’s words')
  await page.context().close()
})
