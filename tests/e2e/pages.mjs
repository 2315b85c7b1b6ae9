// Every page, in three languages and two lights: no accessibility violation (axe-core), valid HTML (html-validate), nothing wider than a phone.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'
import { expect, firstLink, person, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-trailing-whitespace': 'off', // bytes, not meaning
    'long-title': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'no-implicit-button-type': 'off', // inside a form "submit" is what is meant
    'no-redundant-role': 'off', // role=list keeps lists lists in Safari
    'prefer-native-element': ['error', { exclude: ['list'] }],
    'tel-non-breaking': 'off',
    'form-dup-name': ['error', { allowArrayBrackets: true, shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
    'no-inline-style': 'error'
  }
})

const open = ['/', '/join', '/sign-in', '/recover', '/safety', '/help-now', '/help-now?country=GB', '/guidelines', '/about', '/contact', '/groups',
  '/groups/names-and-paperwork', '/tags/hello', '/people/Wren', '/stories', '/no-such-page']
const inside = ['/home', '/groups', '/followed', '/people', '/people/me', '/people/Imre', '/people/Imre?as=everyone', '/people/Wren', '/search', '/search?q=home',
  '/search?q=e&kind=person', '/search?q=unheard-of', '/settings', '/settings/password', '/settings/recovery-code', '/settings/second-factor', '/settings/delete', '/settings/names',
  '/notifications', '/notifications/choices', '/messages', '/messages/requests', '/messages/new', '/messages/choices', '/listen', '/listen/hours', '/connections', '/connections?of=asked',
  '/connections?of=muted', '/connections?of=blocked', '/connections/choices', '/circles', '/stories', '/stories?kind=family', '/stories/prompts', '/stories/mine',
  '/stories/new', '/stories/new?prompt=song', '/guidelines', '/safety', '/help-now?country=FR']
const steward = ['/steward', '/messages/reports', '/steward/settings', '/steward/invitations', '/steward/applications', '/steward/people', '/steward/guidelines',
  '/steward/help', '/steward/help/new', '/groups/new', '/steward/listeners', '/steward/pause']

async function violations(page) {
  await page.evaluate(axe)
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return result.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')}`)
}

// Pages that are found by walking: a group, its members and management, a room, a board, a topic, the composer, an edit form.
async function walked(page) {
  const group = '/groups/coming-out-later'
  await page.goto(group)
  const board = await firstLink(page, /^\/boards\/\d+$/)
  await page.goto(board)
  const topic = (await firstLink(page, /^\/topics\/\d+/)).split(/[?#]/)[0]
  await page.goto(topic)
  const own = (await firstLink(page, /^\/posts\/\d+\/edit$/)).replace('/edit', '')
  const other = (await firstLink(page, /^\/posts\/\d+\/hide$/)).replace('/hide', '')
  await page.goto(group + '/members')
  const member = await page.locator(`main a[href^="${group}/members/"]`).first().getAttribute('href')
  await page.goto(group)
  const room = (await firstLink(page, /^\/rooms\/\d+/)).split('#')[0]
  const mine = await ownMessage(page, room)
  const theirs = (await firstLink(page, /^\/said\/\d+\/remove$/)).replace('/remove', ''), reader = await firstLink(page, /^\/rooms\/\d+\/people\/\d+$/)
  return [room, `${room}?refresh=1`, `${room}?answer=${theirs.replace(/\D/g, '')}`, `/rooms/choices?room=${room.replace(/\D/g, '')}`, room + '/manage', group + '/rooms',
    mine, theirs + '/remove', reader, group, board, board + '/new', board + '/rename', topic, topic + '/reply', topic + '/hide', own + '/edit', own + '/delete', other + '/hide', other + '/history',
    member, ...['/members', '/manage', '/boards', '/me'].map(end => group + end), '/tags/hello']
}

// The page of one's own words in a room; says something first, if need be.
async function ownMessage(page, room) {
  await page.goto(room)
  const own = page.locator('.msg.me a[href^="/said/"]').first()
  if (!await own.count()) {
    await page.fill('.say-form [name=body]', 'Still awake.')
    await page.locator('.say-form button.go').click()
    await own.waitFor({ state: 'attached' })
  }
  return own.getAttribute('href')
}

// A conversation, what is about it, one's own words in it.
async function walkedInPrivate(page) {
  await page.goto('/messages')
  const talk = (await firstLink(page, /^\/messages\/\d+/)).split('#')[0]
  await page.goto(talk)
  return [talk, talk + '/about', talk + '/report', await firstLink(page, /^\/messages\/\d+\/words\/\d+$/), `${talk}?answer=1`]
}

// A steward's pages that are found by walking: one entry of the directory.
async function walkedBySteward(page) {
  await page.goto('/steward/help?country=GB')
  return [await firstLink(page, /^\/steward\/help\/\d+/)]
}

// A story of somebody else’s, and one’s own with a draft of its change.
async function walkedStories(page) {
  await page.goto('/stories')
  const other = await firstLink(page, /^\/stories\/\d+$/)
  await page.goto('/stories/new')
  await page.fill('#f-title', 'A page to look at')
  await page.fill('#f-body', 'Words.\n\n## And more')
  await page.locator('main details.fold summary').first().click()
  await page.fill('#what-0', 'A step')
  await page.locator('main button[value=send]').click()
  await page.waitForURL(/\/stories\/\d+$/)
  const own = new URL(page.url()).pathname
  await page.goto(own + '/edit')
  await page.locator('main button[value=draft]').click()
  await page.waitForURL(/\/stories\/drafts\/\d+$/)
  const draft = new URL(page.url()).pathname
  return [other, own, own + '/delete', draft, draft + '/discard', '/stories/mine']
}

async function checkPages(name, paths, language, scheme, as) {
  const page = await person(browser, server.origin, { language, scheme, width: 360, height: 740 })
  if (as) await signIn(page, as)
  const all = [...paths, ...(as === 'facilitator' ? [...await walked(page), ...await walkedInPrivate(page), ...await walkedStories(page)] : as === 'steward' ? await walkedBySteward(page) : [])]
  const problems = []
  for (const path of all) {
    await page.goto(path)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (wide > 0) problems.push(`${path}: ${wide}px wider than the screen`)
    for (const violation of await violations(page)) problems.push(`${path}: ${violation}`)
    if (scheme === 'light') {
      // The newest html-validate that Debian's Node 18 runs doesn't know that a button without a type is one that sends.
      const raw = (await (await page.request.get(path)).text()).replace(/<button(?![^>]*\stype=)/g, '<button type="submit"')
      const report = await validator.validateString(raw)
      for (const message of report.results.flatMap(r => r.messages)) problems.push(`${path}: ${message.ruleId}: ${message.message} (line ${message.line})`)
    }
  }
  await page.context().close()
  expect(problems.length === 0, `no problem on ${name}, ${language}, ${scheme}:\n    ${problems.slice(0, 25).join('\n    ')}`)
}

for (const language of ['en', 'ar', 'ja'])
  for (const scheme of ['light', 'dark']) {
    test(`visitors' pages are accessible and valid, ${language}, ${scheme}`, () => checkPages("visitors' pages", open, language, scheme))
    test(`members' pages are accessible and valid, ${language}, ${scheme}`, () => checkPages("members' pages", inside, language, scheme, 'facilitator'))
    test(`stewards' pages are accessible and valid, ${language}, ${scheme}`, () => checkPages("stewards' pages", steward, language, scheme, 'steward'))
  }
