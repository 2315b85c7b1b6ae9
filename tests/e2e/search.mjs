// Searching in four scripts, keeping a search, following a hashtag: with script and without.
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const group = '/groups/coming-out-later'
const written = [
  { title: 'Auf dem Heimweg', body: 'Sie läuft mit mir durch die Straße. #heimweg', words: ['strasse', 'laufen'], mark: ['Straße', 'läuft'], lang: 'de' },
  { title: '旅の話', body: '明日は東京へ行く', words: ['東京'], mark: ['東京'], lang: 'ja' },
  { title: 'كلام', body: 'قال مُحَمَّد كلاما جميلا', words: ['محمد'], mark: ['مُحَمَّد'], lang: 'ar' },
  { title: 'Вместе', body: 'Мы поддерживаем друг друга', words: ['поддерживать'], mark: ['поддерживаем'], lang: 'ru' }
]

async function write(page, { title, body }) {
  await page.goto(group)
  const board = await page.locator('main a[href^="/boards/"]').first().getAttribute('href')
  const compose = board.replace(/\/new$/, '') + '/new'
  await page.goto(compose)
  await page.fill('main input[name=title]', title)
  await page.fill('main textarea[name=body]', body)
  await send(page, compose)
}

async function ask(page, words) {
  await page.goto('/search')
  await page.fill('main input[name=q]', words)
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator('main form[action="/search"] button').click()])
}

// The index hears of new words a moment later.
async function found(page, words, mark) {
  for (let tries = 0; tries < 20; tries++) {
    await ask(page, words)
    if ((await page.locator('main mark').allInnerTexts()).includes(mark)) return true
    await new Promise(done => setTimeout(done, 500))
  }
  return false
}

for (const script of [true, false])
  test(`search in four scripts, keep a search, follow a hashtag${script ? '' : ', without script'}`, async () => {
    const name = script ? 'facilitator' : 'demo'
    const page = await person(browser, server.origin, { script, width: script ? 1280 : 390 })
    await signIn(page, name)
    for (const one of written) {
      await write(page, { ...one, title: `${one.title} ${script ? 'I' : 'II'}` })
      for (const [i, words] of one.words.entries()) {
        const reader = await person(browser, server.origin, { script, language: one.lang })
        await signIn(reader, name)
        expect(await found(reader, words, one.mark[i]), `“${words}” to find “${one.mark[i]}”`)
        await reader.context().close()
      }
    }
    await ask(page, 'thisstandsnowhere')
    expect(await page.locator('main .empty h2').innerText() === 'Nothing found', 'a kind word when nothing was found')
    if (script) {
      await page.goto('/home')
      await page.fill('header input[name=q]', '東京')
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    } else {
      await page.goto('/home')
      await Promise.all([page.waitForNavigation(), page.locator('header a[href="/search"]').click()])
      await ask(page, '東京')
    }
    expect(await page.locator('main mark').first().innerText() === '東京', 'the search from the header')
    await page.locator('main details summary').first().click()
    await page.selectOption('main select[name=kind]', 'post')
    await Promise.all([page.waitForNavigation(), page.locator('main form[action="/search"] button').click()])
    await send(page, '/search/keep')
    await page.goto('/search')
    const kept = page.locator('main a[href^="/search?q="]', { hasText: '東京' })
    expect(await kept.count() === 1, 'the search is kept')
    await Promise.all([page.waitForNavigation(), kept.click()])
    expect(await page.locator('main mark').first().innerText() === '東京', 'the kept search finds again')
    await page.goto('/search')
    const forget = await page.locator('main form[action^="/search/kept/"]').first().getAttribute('action')
    await send(page, forget)
    expect(await page.locator('main form[action^="/search/kept/"]').count() === 0, 'it is let go')
    await page.goto('/tags/heimweg')
    await send(page, '/tags/heimweg/follow')
    await page.goto('/followed')
    expect(await page.locator('main a[href="/tags/heimweg"]').count() === 1, 'the hashtag is followed')
    await page.goto('/tags/heimweg')
    await send(page, '/tags/heimweg/follow')
    await page.context().close()
  })
