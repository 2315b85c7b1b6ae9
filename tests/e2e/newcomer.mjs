// Coming in: a name, a password, six words kept, the guidelines agreed to.
import { expect, firstLink, send } from './lib.mjs'

export async function readWords(page) {
  return page.locator('.tiles li b').allTextContents()
}

export async function keepWords(page) {
  const words = await readWords(page)
  expect(words.length === 6, `six words, got ${words.length}`)
  await page.fill('input[name=third]', words[2])
  await page.check('input[name=kept]')
  await send(page, '/recovery-code')
  return words
}

// Answers with the words of the recovery code.
export async function join(page, signInName, name, secret) {
  await page.goto('/')
  await page.goto(await firstLink(page, /^\/join$/))
  await page.fill('input[name=name]', name)
  await page.fill('input[name=sign_in]', signInName)
  // Where two cores also run sanitizers the door may be full: the page says so and keeps what was typed, and one sends again.
  for (let tries = 0; tries < 30 && new URL(page.url()).pathname === '/join'; tries++) {
    await page.fill('main input[name=password]', secret)
    await send(page, '/join')
  }
  expect(new URL(page.url()).pathname === '/recovery-code', `the recovery code, got: ${(await page.locator('main').innerText()).slice(0, 400)}`)
  const words = await keepWords(page)
  expect(new URL(page.url()).pathname === '/guidelines', `guidelines after the recovery code, got ${page.url()}`)
  await page.check('input[name=agree]')
  await send(page, '/guidelines')
  expect(new URL(page.url()).pathname === '/home', `home after the guidelines, got ${page.url()}`)
  return words
}
