// Saying who one is, to whom one chooses, and being found by it: with JavaScript and without.
import { expect, password, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const shown = page => page.locator('main').innerText()

async function say(page, field, words, audience) {
  await page.goto('/people/me')
  const form = page.locator(`form[action="/people/me/${field}"]`)
  const fold = page.locator(`details#${field}:not([open]) summary`)
  if (await fold.count()) await fold.click()
  if (field === 'about') await form.locator('textarea').fill(words[0])
  for (let i = 0; field !== 'about' && i < words.length; i++) await form.locator('input[type=text]').nth(i).fill(words[i])
  await form.locator('select[name=audience]').selectOption(audience)
  await send(page, `/people/me/${field}`)
}

for (const script of [true, false])
  test(`a page of one's own, each thing for whom one chooses, ${script ? 'with' : 'without'} JavaScript`, async () => {
    const [one, other] = script ? ['demo', 'Wren'] : ['practitioner', 'Amara']
    const page = await person(browser, server.origin, { script }), reader = await person(browser, server.origin, { script })
    await signIn(page, one, password)
    await signIn(reader, 'facilitator', password)
    await page.locator('summary.who').click()
    await page.locator('.menu a[href="/people/me"]').click()
    await page.waitForURL(/people\/me/)
    await say(page, 'about', ['I keep the **kettle** on.'], 'members')
    await say(page, 'orientation', ['still looking around', 'no hurry'], 'me')
    await say(page, 'interests', ['radios, soup'], 'everyone')
    // Where one is stays rough: kindly said, and what was typed is still there.
    await say(page, 'where', ['52.5200, 13.4050'], 'members')
    expect((await shown(page)).includes('That says exactly where you are'), 'coordinates are refused')
    expect(await page.locator('#where-1').inputValue() === '52.5200, 13.4050', 'what was typed is still there')
    await page.goto(`/people/${other}`)
    expect((await shown(page)).includes('no hurry'), 'one sees what is for oneself alone')
    await page.locator('.tabs a[href*="as=members"]').click()
    await page.waitForURL(/as=members/)
    expect(!(await shown(page)).includes('no hurry') && (await shown(page)).includes('kettle'), 'members see what is for members')
    await reader.goto(`/people/${other}`)
    const text = await shown(reader)
    expect(text.includes('I keep the kettle on.') && text.includes('soup') && !text.includes('no hurry'), `another member sees the same, got ${text}`)
    const visitor = await person(browser, server.origin, { script })
    await visitor.goto(`/people/${other}`)
    const outside = await shown(visitor)
    expect(outside.includes('soup') && !outside.includes('kettle'), 'a visitor sees what is for everyone')
    for (const p of [page, reader, visitor]) await p.context().close()
  })

test('people are suggested with a reason, and only those who asked for it', async () => {
  const page = await person(browser, server.origin)
  await signIn(page, 'moderator', password)
  await say(page, 'languages', ['English', 'Deutsch'], 'me')
  await page.goto('/people')
  const text = await shown(page)
  expect(/You both speak .*(English|German)/.test(text), `a reason, got ${text.slice(0, 400)}`)
  expect(!text.includes('Mireille'), 'nobody is suggested to themselves')
  await page.locator('.tabs a').nth(1).click()
  await page.waitForURL(/by=/)
  expect(await page.locator('.tabs a[aria-current]').count() === 1, 'one thing alone can be looked for')
  await page.context().close()
})
