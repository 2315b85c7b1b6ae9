// The door under attack, with and without scripts: work in the background, or waiting and a plain question.
import { expect, person, send, signIn, startServer, test } from './lib.mjs'
import { browser } from './world.mjs'

async function fill(page, name) {
  await page.fill('input[name=name]', name)
  await page.fill('input[name=sign_in]', `${name}-comes-in`)
  await page.fill('main input[name=password]', 'seven slow green boats')
}

const text = page => page.locator('main').innerText()

test('under attack a browser does some work unseen, and whoever has none waits and answers a question', async () => {
  const server = await startServer()
  const steward = await person(browser, server.origin)
  await signIn(steward, 'steward')
  await steward.goto('/steward/raid/questions')
  const question = steward.locator('form', { has: steward.locator('input[name=language][value=en]') })
  await question.locator('[name=question]').fill('How many colours has the flag?')
  await question.locator('[name=answers]').fill('six\n6')
  await Promise.all([steward.waitForNavigation({ waitUntil: 'load' }), question.locator('button').click()])
  await steward.goto('/steward/raid')
  await steward.fill('input[name=hours]', '2')
  await send(steward, '/steward/raid')
  await steward.goto('/home')
  expect((await text(steward)).includes('The door is watched more closely until'), 'members are told')

  const scripted = await person(browser, server.origin)
  await scripted.goto('/join')
  await fill(scripted, 'Orla')
  await scripted.waitForFunction(() => document.querySelector('input[name=proof]').value !== '')
  expect(await scripted.locator('[data-bits]').isHidden(), 'once the work is done nothing is asked')
  await send(scripted, '/join')
  expect(new URL(scripted.url()).pathname === '/recovery-code', `in by the work, got ${await text(scripted)}`)

  const plain = await person(browser, server.origin, { script: false })
  const opened = Date.now()
  await plain.goto('/join')
  await fill(plain, 'Wanda')
  await plain.fill('input[name=answer]', 'Six')
  await send(plain, '/join')
  expect((await text(plain)).includes('That was very quick') && await plain.inputValue('input[name=name]') === 'Wanda', 'too early: nothing is lost')
  await plain.waitForTimeout(Math.max(0, 20500 - (Date.now() - opened)))
  await plain.fill('main input[name=password]', 'seven slow green boats')
  await plain.fill('input[name=answer]', 'Five')
  await send(plain, '/join')
  expect((await text(plain)).includes('isn’t the answer'), 'another answer')
  await plain.fill('main input[name=password]', 'seven slow green boats')
  await plain.fill('input[name=answer]', 'six')
  await send(plain, '/join')
  expect(new URL(plain.url()).pathname === '/recovery-code', `in by waiting and the answer, got ${await text(plain)}`)
  for (const page of [steward, scripted, plain]) await page.context().close()
  await server.stop()
})
