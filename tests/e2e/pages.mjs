// Every page, in three languages and two lights: no accessibility violation (axe-core), valid HTML (html-validate), nothing wider than a phone.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'
import { expect, firstLink, person, send, signIn, test } from './lib.mjs'
import { press, sql, turn } from './meeting.mjs'
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

const open = ['/', '/join', '/sign-in', '/recover', '/safety', '/help-now', '/help-now?country=GB', '/guidelines', '/guidelines/versions', '/guidelines/versions/1', '/guidelines/rules/5', '/about', '/contact', '/groups',
  '/groups/names-and-paperwork', '/tags/hello', '/people/Wren', '/stories', '/events', '/events/month', '/no-such-page']
const inside = ['/home', '/groups', '/followed', '/people', '/people/me', '/people/Imre', '/people/Imre?as=everyone', '/people/Wren', '/search', '/search?q=home',
  '/search?q=e&kind=person', '/search?q=unheard-of', '/settings', '/settings/password', '/settings/recovery-code', '/settings/second-factor', '/settings/delete', '/settings/names', '/settings/trust',
  '/notifications', '/notifications/choices', '/calendar', '/waiting-words', '/reports', '/invitations', '/contact/answer', '/messages', '/messages/requests', '/messages/new', '/messages/choices', '/listen', '/listen/hours', '/networking', '/mentoring', '/mediation', '/mediation/new', '/opportunities', '/opportunities?q=unheard-of', '/opportunities/partners', '/opportunities/letters', '/opportunities/new', '/connections', '/connections?of=asked',
  '/connections?of=muted', '/connections?of=blocked', '/connections/choices', '/circles', '/stories', '/stories?kind=family', '/stories/prompts', '/stories/mine',
  '/stories/new', '/stories/new?prompt=song', '/events', '/events?kind=text', '/events/month', '/events/new', '/decisions', '/transparency', '/transparency/report', '/transparency/log', '/guidelines', '/groups/faith-and-us', '/groups/faith-and-us/guidelines', '/groups/faith-and-us/guidelines/versions/1', '/safety', '/help-now?country=FR']
const steward = ['/steward', '/steward/events', '/moderation', '/moderation?of=closed', '/moderation/answers', '/messages/reports', '/moderation/signs', '/steward/settings', '/steward/invitations', '/steward/applications', '/steward/people', '/steward/guidelines',
  '/steward/guidelines/new', '/steward/guidelines/rules/5', '/steward/guidelines/preview',
  '/steward/help', '/steward/help/new', '/groups/new', '/steward/listeners', '/networking/new', '/steward/mediators', '/mediation/requests', '/steward/partners', '/steward/pause',
  '/moderation/appeals', '/moderation/log', '/steward/raid', '/steward/raid/questions', '/steward/invited', '/steward/trust', '/steward/trust/person', '/transparency']

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
  await page.goto(group + '/sessions')
  const under = await firstLink(page, /^\/sessions\/\d+$/), sessions = await page.locator('main a[href^="/sessions/"]').evaluateAll(links => links.map(link => link.getAttribute('href')))
  const planned = sessions.find(path => path !== under)
  return [group + '/sessions', ...['', '?refresh=1', '/ask', '/tools', '/back', '/plan', '/meet'].map(end => under + end), planned, planned + '/plan', room, `${room}?refresh=1`, `${room}?answer=${theirs.replace(/\D/g, '')}`, `/rooms/choices?room=${room.replace(/\D/g, '')}`, room + '/manage', group + '/rooms',
    mine, theirs + '/remove', reader, group, board, board + '/new', board + '/rename', topic, topic + '/reply', topic + '/hide', own + '/edit', own + '/delete', other + '/hide', other + '/history',
    member, ...['/members', '/manage', '/boards', '/me', '/waiting'].map(end => group + end), '/tags/hello']
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

// What another partner offers, what one's own does, and the partner itself.
async function walkedOpportunities(page) {
  await page.goto('/opportunities?kind=housing')
  const other = await firstLink(page, /^\/opportunities\/\d+$/)
  await page.goto('/opportunities?kind=training')
  const own = await firstLink(page, /^\/opportunities\/\d+$/)
  await page.goto(own)
  const partner = await firstLink(page, /^\/opportunities\/partners\/\d+$/)
  return [other, other + '/apply', own, own + '/edit', partner, partner + '/edit']
}

// A steward's pages that are found by walking: one entry of the directory.
async function walkedBySteward(page) {
  await page.goto('/steward/help?country=GB')
  const entry = await firstLink(page, /^\/steward\/help\/\d+/)
  await page.goto('/moderation')
  // The last: what is first in the queue belongs to journeys that work there at the same time.
  const about = await page.locator('main a[href^="/cases/"]').last().getAttribute('href')
  await page.goto(about)
  const claim = page.locator('main form[action$="/claim"] button')
  if (await claim.count()) await Promise.all([page.waitForNavigation(), claim.click()])
  await page.goto('/steward/partners')
  return [entry, about, about + '/decide', await firstLink(page, /^\/steward\/partners\/\d+$/)]
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

// An event that somebody else looks after, and one's own with its list, its form and its end.
async function walkedEvents(page) {
  await page.goto('/events')
  const events = await page.locator('main a[href^="/events/"]').evaluateAll(links => links.map(a => a.getAttribute('href')).filter(path => /^\/events\/\d+$/.test(path)))
  const own = []
  for (const path of [...new Set(events)]) {
    await page.goto(path)
    if (await page.locator(`main a[href="${path}/people"]`).count()) { own.push(path, path + '/people', path + '/edit', path + '/cancel'); break }
  }
  return [events[events.length - 1], ...own]
}

// The demonstration's conversations that ask whether to meet: one is open, one has its event ahead, one looks back.
function walkedGatherings() {
  const of = (column, title) => sql(server, `SELECT ${column} FROM gathering g JOIN topic t ON t.id = g.topic_id WHERE t.title LIKE '${title}%'`)
  const [open, ahead, back] = ['Seventy-one', 'My voice on the bus', 'Eleven years'].map(title => ({ topic: `/topics/${of('t.id', title)}`, id: of('g.id', title), event: `/events/${of('g.event_id', title)}` }))
  return [open.topic, `/gatherings/${open.id}`, open.topic + '/meet', `/gatherings/${ahead.id}`, ahead.event, back.topic, `/gatherings/${back.id}`, `/reflections/${back.id}`, back.event]
}

let meetings

// Once: the demonstration's first evening of networking is in its first round for as long as this takes; one session has ended, one was called off.
async function meetingsMade() {
  const evening = `/networking/${sql(server, 'SELECT id FROM networking ORDER BY starts_at LIMIT 1')}`, id = evening.replace(/\D/g, '')
  sql(server, `UPDATE networking SET starts_at = ${Date.now()} WHERE id = ${id}`)
  for (const who of ['demo', 'facilitator', 'practitioner', 'steward']) {
    const page = await person(browser, server.origin)
    await signIn(page, who)
    await page.goto(evening)
    await press(page, `form[action="${evening}/do"] button[value=here]`)
    await page.context().close()
  }
  await turn(server, evening)
  const late = Date.now() + 3600000
  sql(server, `UPDATE networking SET until = ${late} WHERE id = ${id}; UPDATE job SET due = ${late} WHERE kind = 'networking.clock' AND subject = ${id}`)
  const keeper = await person(browser, server.origin, { script: false }), sessions = []
  await signIn(keeper, 'facilitator')
  for (const end of ['ended', 'cancelled']) {
    await keeper.goto('/groups/coming-out-later/sessions')
    await keeper.fill('main [name=title]', `A session that was ${end}`)
    await send(keeper, '/groups/coming-out-later/sessions')
    const path = new URL(keeper.url()).pathname.replace('/plan', '')
    if (end === 'ended') {
      await keeper.goto(path)
      await send(keeper, path + '/enter')
      await press(keeper, 'button[value=start]')
      await keeper.locator('details', { has: keeper.locator('button[value=end]') }).last().locator('summary').click()
      await press(keeper, 'button[value=end]')
    } else await send(keeper, path + '/cancel')
    sessions.push(path)
  }
  await keeper.context().close()
  return { evening, sessions }
}

// What a member meets in: a place at an event whose steps are all open, one they wait for, the evening and its room, sessions in their states.
async function walkedMeetings(page) {
  const { evening, sessions } = await (meetings ||= meetingsMade())
  await page.goto('/events')
  const links = page.locator('main a[href^="/events/"]'), [place, waiting] = await Promise.all(['A slow walk to the river', 'Repair table'].map(title => links.filter({ hasText: title }).first().getAttribute('href')))
  await page.goto(evening)
  const enter = page.locator(`main form[action="${evening}/enter"] button`)
  if (await enter.count()) await Promise.all([page.waitForNavigation(), enter.click()])
  await page.goto('/groups/coming-out-later/sessions')
  const planned = await page.locator('main a', { hasText: 'Half an hour' }).first().getAttribute('href'), under = await page.locator('main a', { hasText: 'Telling someone' }).first().getAttribute('href')
  await page.goto(planned)
  const door = page.locator(`main form[action="${planned}/enter"] button`)
  if (await door.count()) await Promise.all([page.waitForNavigation(), door.first().click()])
  return [place, waiting, evening, evening + '/room', planned, under, under + '/ask', ...sessions]
}

async function checkPages(name, paths, language, scheme, as) {
  const page = await person(browser, server.origin, { language, scheme, width: 360, height: 740 })
  if (as) await signIn(page, as)
  const all = [...paths, ...(as === 'facilitator' ? [...await walked(page), ...await walkedInPrivate(page), ...await walkedStories(page), ...await walkedOpportunities(page), ...await walkedEvents(page), ...walkedGatherings()] : as === 'demo' ? await walkedMeetings(page) : as === 'steward' ? await walkedBySteward(page) : [])]
  const problems = []
  for (const path of all) {
    const status = (await page.goto(path)).status()
    if (status !== 200 && path !== '/no-such-page') problems.push(`${path}: answered ${status}`)
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
    test(`pages to meet on are accessible and valid, ${language}, ${scheme}`, () => checkPages('pages to meet on', [], language, scheme, 'demo'))
    test(`stewards' pages are accessible and valid, ${language}, ${scheme}`, () => checkPages("stewards' pages", steward, language, scheme, 'steward'))
  }
