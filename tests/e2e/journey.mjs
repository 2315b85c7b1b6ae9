// The journey of a newcomer, from the first page to the last: with JavaScript and without, in three languages.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, firstLink, password, person, send, signIn, test } from './lib.mjs'
import { join as joinKith, keepWords } from './newcomer.mjs'
import { browser, server } from './world.mjs'

const group = '/groups/new-here'
const people = {
  en: { name: 'Quillon', other: 'Wilhelmina', title: 'First evening here', words: 'I read for **a week** before I wrote this. #hello', answer: 'Glad you did.', edited: 'Glad you did. Truly.' },
  ar: { name: 'ندى', other: 'سلمى', title: 'أول مساء لي هنا', words: 'قرأت **أسبوعًا** قبل أن أكتب هذا. #أهلا', answer: 'سعيدة بوجودك.', edited: 'سعيدة جدًا بوجودك.' },
  ja: { name: 'みどり', other: 'かえで', title: 'はじめての夜', words: '書く前に**一週間**読んでいました。#こんにちは', answer: '来てくれてうれしいです。', edited: '来てくれて本当にうれしいです。' }
}

// Names are unique in a community: each run of the journey brings its own people.
const suffix = script => (script ? '' : ' II')

async function joinGroup(page) {
  await page.goto('/groups')
  await page.goto(await firstLink(page, new RegExp(`^${group}$`)))
  await send(page, `${group}/join`)
}

async function startTopic(page, { title, words }) {
  await page.goto(group)
  await page.goto(await firstLink(page, /^\/boards\/\d+$/))
  const compose = new URL(page.url()).pathname + '/new'
  await page.goto(compose)
  await page.fill('input[name=title]', title)
  await page.check('input[name=wish][value=listen]')
  await page.fill('textarea[name=body]', words)
  await send(page, compose, 'button[name=do][value=preview]')
  expect(await page.locator('main strong').count() > 0, 'a preview with the bold words')
  expect(await page.inputValue('textarea[name=body]') === words, 'the words still in the field')
  await send(page, compose)
  expect(/^\/topics\/\d+$/.test(new URL(page.url()).pathname), `the new conversation, got ${page.url()}`)
  return new URL(page.url()).pathname
}

async function answer(page, topic, words) {
  await page.goto(topic)
  await page.fill(`form[action="${topic}/reply"] textarea[name=body]`, words)
  await send(page, `${topic}/reply`)
  expect(await page.getByText(words, { exact: true }).count() > 0, 'the answer on the page')
}

async function react(page, topic) {
  await page.goto(topic)
  const form = page.locator('.acts').first()
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), form.locator('button[name=kind]').first().click()])
  expect(await page.locator('button[aria-pressed=true]').count() === 1, 'one reaction of mine')
  expect(!/\d+\s*(people|likes)/.test(await page.locator('main').innerText()), 'no counts')
}

async function edit(page, topic, words) {
  await page.goto(topic)
  const path = await firstLink(page, /^\/posts\/\d+\/edit$/)
  await page.goto(path)
  await page.fill('textarea[name=body]', words)
  await send(page, path)
  expect(await page.getByText(words, { exact: true }).count() > 0, 'the edited words')
}

// The neutral page lies outside and isn't reached from here: that the browser asks for it is what counts.
async function leave(page) {
  const gone = page.waitForRequest(request => !request.url().startsWith(server.origin))
  await page.locator('a.leave').click()
  await gone
  await page.goto('/home')
  expect(new URL(page.url()).pathname === '/sign-in', 'signed out after leaving')
}

async function recover(page, signInName, words, secret) {
  await page.goto('/recover')
  await page.fill('main input[name=sign_in]', signInName)
  await page.fill('main [name=words]', words.join(' '))
  await page.fill('main input[name=password]', secret)
  await send(page, '/recover')
  const fresh = await keepWords(page)
  expect(fresh.join() !== words.join(), 'new words')
}

async function download(page, script, marker) {
  await page.goto('/settings')
  const form = page.locator('form[action="/settings/download"]')
  const [file] = await Promise.all([page.waitForEvent('download'), form.locator('button').click()])
  const path = join(tmpdir(), `kith-e2e-${process.pid}-${script}.zip`)
  await file.saveAs(path)
  const listing = execFileSync('unzip', ['-l', path]).toString()
  const data = JSON.parse(execFileSync('unzip', ['-p', path, '*data.json'], { maxBuffer: 1 << 26 }).toString())
  rmSync(path)
  expect(/data\.html/.test(listing), 'a readable page in the archive')
  expect(JSON.stringify(data).includes(marker), 'the words in the archive')
}

async function deleteAccount(page, secret) {
  await page.goto('/settings/delete')
  await page.fill('main input[name=password]', secret)
  await page.locator('input[name=words]').first().check()
  await send(page, '/settings/delete')
  await page.goto('/home')
  expect(new URL(page.url()).pathname === '/sign-in', 'signed out for good')
}

for (const language of ['en', 'ar', 'ja'])
  for (const script of [true, false])
    test(`a newcomer joins, talks, leaves, recovers and goes: ${language}, ${script ? 'with' : 'without'} JavaScript`, async () => {
      const said = people[language]
      const secret = 'seven slow green boats', later = 'eight slow green boats'
      const id = `${language}-${script ? 'on' : 'off'}`
      const page = await person(browser, server.origin, { language, script, width: 390, height: 800 })
      const friend = await person(browser, server.origin, { language, script })
      expect(await page.goto('/').then(() => page.locator('html').getAttribute('lang')) === language, `a page in ${language}`)
      const words = await joinKith(page, `newcomer-${id}`, said.name + suffix(script), secret)
      await joinGroup(page)
      const topic = await startTopic(page, { ...said, title: `${said.title}${suffix(script)}` })
      await joinKith(friend, `friend-${id}`, said.other + suffix(script), secret)
      await joinGroup(friend)
      await answer(friend, topic, said.answer)
      await react(friend, topic)
      await edit(friend, topic, said.edited)
      await leave(page)
      await signIn(page, `newcomer-${id}`, secret)
      expect(new URL(page.url()).pathname === '/home', 'signed in again')
      await leave(page)
      await recover(page, `newcomer-${id}`, words, later)
      await page.goto(topic)
      await download(page, script, said.words)
      await deleteAccount(page, later)
      await signIn(page, `newcomer-${id}`, later)
      expect(new URL(page.url()).pathname === '/sign-in', 'no way back in')
      await deleteAccount(friend, secret)
      await page.context().close()
      await friend.context().close()
    })

test('what was being written survives the end of the session', async () => {
  const page = await person(browser, server.origin, { script: false })
  await signIn(page, 'demo')
  await page.goto('/groups/new-here')
  await page.goto(await firstLink(page, /^\/boards\/\d+$/))
  const compose = new URL(page.url()).pathname + '/new'
  await page.goto(compose)
  await page.fill('input[name=title]', 'Half a thought')
  await page.fill('textarea[name=body]', 'It was nearly finished when the session ended.')
  await page.context().clearCookies({ name: 's' })
  await send(page, compose)
  await page.fill('main input[name=sign_in]', 'demo')
  await page.fill('main input[name=password]', password)
  await send(page, '/sign-in')
  expect(await page.inputValue('textarea[name=body]') === 'It was nearly finished when the session ended.', 'the words are back in the field')
  await page.context().close()
})

test('pressing Shift three times leaves, and other keys start over', async () => {
  const page = await person(browser, server.origin)
  await page.goto('/guidelines')
  for (const key of ['Shift', 'Shift', 'a', 'Shift']) await page.keyboard.press(key)
  await page.waitForTimeout(300)
  expect(page.url().startsWith(server.origin), 'still here after another key')
  const gone = page.waitForRequest(request => !request.url().startsWith(server.origin))
  for (const key of ['Shift', 'Shift', 'Shift']) await page.keyboard.press(key)
  await gone
  await page.context().close()
})

// One visit with a connection and one without; what the second shows. Chromium now and then takes a worker that has just been installed
// for not there yet: the caller visits again, as a person would.
async function visitedOffline(page) {
  await page.goto('/help-now?country=GB')
  await page.waitForFunction(async () => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(request => request.url)))
    return kept.flat().some(url => url.endsWith('country=GB'))
  })
  await page.context().setOffline(true)
  const numbers = await page.goto('/help-now?country=GB').then(() => page.locator('a[href^="tel:"]').count(), () => 0)
  await page.context().setOffline(false)
  return numbers
}

test('help now opens without a connection once it was visited', async () => {
  const page = await person(browser, server.origin)
  let numbers = 0
  for (let visit = 1; visit <= 3 && !numbers; visit++) numbers = await visitedOffline(page)
  expect(numbers > 0, 'numbers without a connection')
  await page.context().close()
})

test('the language changes on every page without losing the place', async () => {
  const page = await person(browser, server.origin, { script: false })
  await page.goto('/help-now?country=FR')
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator('#langs button[value=ar]').click()])
  await page.waitForURL(/help-now\?country=FR/)
  expect(await page.locator('html').getAttribute('dir') === 'rtl', 'right to left')
  await page.context().close()
})

test('everything can be reached by keyboard: skip link, sign-in, sending', async () => {
  const page = await person(browser, server.origin)
  await page.goto('/sign-in')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement.className) === 'skip', 'the skip link first')
  await page.focus('main input[name=sign_in]')
  await page.keyboard.type('demo')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await Promise.all([page.waitForURL(/\/home/), page.keyboard.press('Enter')])
  await page.context().close()
})
