// What members are told: a dot at the inbox, live and at the next page, a list of plain sentences, and choosing what one hears of.
import { expect, firstLink, send, startServer, test } from './lib.mjs'
import { couple, everybody, group, Guest, inLanguage, said } from './room.mjs'
import { browser } from './world.mjs'

const dot = '.places a[href="/notifications"].fresh'

async function begin(page, title) {
  await page.goto(group)
  const compose = (await firstLink(page, /^\/boards\/\d+$/)) + '/new'
  await page.goto(compose)
  await page.fill('input[name=title]', title)
  await page.fill('textarea[name=body]', title)
  await send(page, compose)
  return new URL(page.url()).pathname
}

async function answer(page, topic, words) {
  await page.goto(topic)
  await page.fill(`form[action="${topic}/reply"] textarea[name=body]`, words)
  await send(page, `${topic}/reply`)
}

// Without a script the dot is there when a page is asked for; the job that tells runs within a second or two.
async function dotComes(guest, path) {
  if (guest.script) return guest.page.locator(dot).waitFor()
  for (let i = 0; i < 30; i++) {
    await guest.page.goto(path)
    if (await guest.page.locator(dot).count()) return
    await guest.page.waitForTimeout(300)
  }
  throw new Error('expected a dot at the inbox')
}

async function dotGoes(guest) {
  for (let i = 0; i < 30; i++) {
    await guest.page.goto('/guidelines')
    if (!await guest.page.locator(dot).count()) return
    await guest.page.waitForTimeout(100)
  }
  throw new Error('expected no dot at the inbox')
}

for (const language of ['en', 'ar'])
  for (const script of [true, false])
    test(`members are told of an answer and choose what they hear of: ${language}, ${script ? 'with' : 'without'} JavaScript`, async () => {
      const place = await startServer([], { people: everybody })
      const [name, other] = couple(language, script)
      const ana = await Guest.arrive(browser, place.origin, { language, script, name }), bo = await Guest.arrive(browser, place.origin, { language, script, name: other })
      for (const guest of [ana, bo]) await guest.join(group)
      const topic = await begin(ana.page, said[language].first)
      if (script) await Promise.all([ana.page.waitForResponse(reply => new URL(reply.url()).pathname === '/news'), ana.page.goto('/guidelines')])
      expect(await ana.page.locator(dot).count() === 0, 'no dot while there is nothing')
      await answer(bo.page, topic, said[language].answer)
      await dotComes(ana, '/guidelines')
      expect(await bo.page.locator(dot).count() === 0, 'nobody is told of their own words')
      await ana.page.click('.places a[href="/notifications"]')
      const line = ana.page.locator('main li', { hasText: said[language].first })
      expect((await line.innerText()).includes(other), 'a sentence with the name')
      expect(inLanguage(await ana.page.locator('h1').innerText(), language), 'the list in the language of its reader')
      expect(await ana.page.locator(dot).count() === 0, 'no dot on the list itself')
      await dotGoes(ana)
      await ana.page.goto('/notifications')
      await Promise.all([ana.page.waitForURL(url => url.pathname === topic), line.locator('a').click()])
      // What isn't wanted isn't told; what is deleted is gone.
      await ana.page.goto('/notifications/choices')
      await ana.page.uncheck('input[value=reply]')
      await send(ana.page, '/notifications/choices')
      expect(!await ana.page.isChecked('input[value=reply]') && await ana.page.isChecked('input[value=letter]'), 'the choice kept')
      await ana.page.goto('/notifications')
      await send(ana.page, '/notifications/delete')
      expect(await line.count() === 0, 'an empty list')
      await answer(bo.page, topic, said[language].late)
      await ana.page.waitForTimeout(2500)
      await ana.page.goto('/notifications')
      expect(await line.count() === 0, 'nothing of a kind that isn’t wanted')
      for (const guest of [ana, bo]) await guest.leave()
      await place.stop()
    })
