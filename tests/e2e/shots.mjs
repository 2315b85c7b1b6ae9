// Pictures of every page, to look at: node tests/e2e/shots.mjs ORIGIN FOLDER PASSWORD [PAGE,PAGE…]
// against `kith serve --trusted-proxy 127.0.0.1` with a demonstration community. LOOKS="ar dark 360; de contrast 320" chooses the looks:
// language, then light, dark or contrast, then width; "screen" at the end takes the first screen alone, "discreet" turns that mode on.
import { mkdirSync } from 'node:fs'
import { firstLink, person, send, signIn, startBrowser, totp } from './lib.mjs'

const [origin, folder, secret, only] = process.argv.slice(2)
const wanted = only ? only.split(',') : null
const want = (...names) => !wanted || names.some(name => wanted.includes(name))
const looks = (process.env.LOOKS || 'en light 1280; en dark 360; ar light 360; ar dark 1280').split(';').map(text => {
  const [language, scheme, width, ...more] = text.trim().split(/\s+/)
  return { language, scheme, width: Number(width), screen: more.includes('screen'), discreet: more.includes('discreet') }
})
const group = '/groups/coming-out-later', newcomers = '/groups/new-here'
mkdirSync(folder, { recursive: true })
const browser = await startBrowser()
let look, count = 0

/* ---- people ---- */

async function dress(page) {
  const cookies = []
  if (look.scheme === 'contrast') cookies.push({ name: 't', value: 'contrast', url: origin })
  if (look.discreet) cookies.push({ name: 'n', value: '1', url: origin })
  if (cookies.length) await page.context().addCookies(cookies)
}

async function someone(name) {
  const page = await person(browser, origin, { language: look.language, scheme: look.scheme === 'dark' ? 'dark' : 'light', width: look.width,
    height: look.width < 1000 ? 780 : 860, address: `198.51.100.${++count % 250}` })
  if (name) await signIn(page, name, secret)
  await dress(page)
  return page
}

async function take(page, name) {
  if (!want(name)) return
  const path = `${folder}/${name}-${look.width}-${look.scheme}-${look.language}${look.discreet ? '-discreet' : ''}.png`
  const tall = await page.evaluate(() => document.documentElement.scrollHeight)
  const top = tall > 6000 && { x: 0, y: 0, width: look.width, height: 3000 }   // of a long conversation, the beginning
  await page.screenshot(look.screen ? { path } : { path, fullPage: true, ...(top && { clip: top }) })
}

async function visit(page, pages) {
  for (const [name, path] of Object.entries(pages))
    if (want(name)) {
      await page.goto(path)
      await take(page, name)
    }
}

// Presses the button and waits for the next page, also where the browser's own checks would hold the form back.
async function press(page, form, button = 'button:not([type=button])') {
  await page.evaluate(() => document.querySelectorAll('form').forEach(f => { f.noValidate = true }))
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(form).first().locator(button).first().click()])
}

/* ---- what a visitor sees ---- */

async function asVisitor() {
  const page = await someone()
  await visit(page, { landing: '/', join: '/join', 'sign-in': '/sign-in', recover: '/recover', safety: '/safety', 'help-ask': '/help-now', 'help-now': '/help-now?country=GB',
    'help-unknown': '/help-now?country=ZZ', guidelines: '/guidelines', about: '/about', contact: '/contact', groups: '/groups', door: '/groups/names-and-paperwork',
    tag: '/tags/hello', 'tag-empty': '/tags/unsaid', 'error-404': '/nowhere' })
  if (want('sign-in-wrong')) {
    await page.goto('/sign-in')
    await page.fill('[name=sign_in]', 'facilitator')
    await page.fill('[name=password]', 'not this one')
    await press(page, 'form[action="/sign-in"]')
    await take(page, 'sign-in-wrong')
  }
  if (want('join-wrong')) {
    await page.goto('/join')
    await page.fill('[name=name]', 'Admin')
    await page.fill('[name=sign_in]', 'a')
    await page.fill('[name=password]', 'password')
    await press(page, 'form[action="/join"]')
    await take(page, 'join-wrong')
  }
  if (want('error-403', 'error-413')) {
    await page.goto('/join')
    await page.evaluate(() => { document.querySelector('main form input[name=csrf],main form input[type=hidden]').value = 'no' })
    await page.fill('[name=name]', 'Somebody')
    await press(page, 'form[action="/join"]')
    await take(page, 'error-403')
    await page.goto('/join')
    await page.evaluate(() => { document.querySelector('main input[name=name]').type = 'hidden'; document.querySelector('main input[name=name]').value = 'x'.repeat(3e6) })
    await press(page, 'form[action="/join"]')
    await take(page, 'error-413')
  }
  await page.context().close()
}

/* ---- arriving ---- */

async function join(page, id, name) {
  await page.goto('/join')
  await page.fill('[name=name]', name)
  await page.fill('[name=sign_in]', id)
  await page.fill('main [name=password]', secret)
  await send(page, '/join')
}

async function keepWords(page) {
  const words = await page.locator('.tiles li b').allTextContents()
  await page.fill('[name=third]', words[2])
  await page.check('[name=kept]')
  await press(page, 'form[action="/recovery-code"]')
}

async function secondStep(page, id) {
  await page.goto('/settings/second-factor')
  await take(page, 'factor')
  await page.fill('[name=code]', totp(await page.locator('.qr ~ p code').innerText()))
  await press(page, 'form[action="/settings/second-factor"]')
  await take(page, 'backup-codes')
  await page.goto('/settings/second-factor')
  await take(page, 'factor-on')
  await page.context().clearCookies()
  await dress(page)
  await signIn(page, id, secret)
  await take(page, 'second-step')
}

async function asNewcomer() {
  if (!want('code', 'code-wrong', 'print', 'guidelines-question', 'home-empty', 'followed-empty', 'door-open', 'door-ask', 'code-new', 'factor', 'factor-on', 'backup-codes', 'second-step')) return
  const page = await someone(), id = `looker-${Date.now()}`
  await join(page, id, `Wanda ${id.slice(-6)}`)
  await take(page, 'code')
  if (want('print')) {
    await page.emulateMedia({ media: 'print' })
    await take(page, 'print')
    await page.emulateMedia({ media: 'screen' })
  }
  await page.fill('[name=third]', 'hello')
  await press(page, 'form[action="/recovery-code"]')
  await take(page, 'code-wrong')
  await keepWords(page)
  await take(page, 'guidelines-question')
  await page.check('[name=agree]')
  await press(page, 'form[action="/guidelines"]')
  await take(page, 'home-empty')
  await visit(page, { 'followed-empty': '/followed', 'door-open': group, 'door-ask': '/groups/trans-in-the-everyday', 'code-new': '/settings/recovery-code' })
  if (want('factor', 'factor-on', 'backup-codes', 'second-step')) await secondStep(page, id)
  await page.context().close()
}

async function asWaiting() {
  if (!want('waiting', 'join-approval', 'steward-door')) return
  const steward = await someone('steward')
  const joining = async how => {
    await steward.goto('/steward/settings')
    await steward.check(`[name=joining][value=${how}]`)
    await press(steward, 'form[action="/steward/settings"]')
  }
  await joining('approval')
  const page = await someone(), id = `waiter-${Date.now()}`
  await page.goto('/join')
  await take(page, 'join-approval')
  await join(page, id, `Willa ${id.slice(-6)}`)
  await keepWords(page)
  if (page.url().endsWith('/guidelines')) {
    await page.check('[name=agree]')
    await press(page, 'form[action="/guidelines"]')
  }
  await page.goto('/waiting')
  await take(page, 'waiting')
  await visit(steward, { 'steward-door': '/steward/applications' })
  await joining('open')
  await page.context().close()
  await steward.context().close()
}

/* ---- what a member and facilitator sees ---- */

const words = {
  en: ['First evening back', 'I read along for **a week** before I wrote this.\n\nTwo things helped:\n\n- the kettle\n- somebody saying “me too”\n\n> You don’t have to be sure.\n\n#hello'],
  ar: ['أول مساء لي هنا', 'قرأت معكم **أسبوعًا** قبل أن أكتب هذا.\n\n> لست مضطرًا إلى أن تكون متأكدًا.\n\n#أهلا'],
  ja: ['はじめての夜', '書く前に**一週間**、みなさんの話を読んでいました。\n\n> はっきりしていなくても大丈夫です。\n\n#こんにちは'],
  de: ['Der erste Abend', 'Ich habe **eine Woche** mitgelesen, bevor ich das hier geschrieben habe.\n\n> Du musst dir nicht sicher sein.\n\n#hallo']
}

async function writing(page, board) {
  if (!want('compose', 'compose-wrong', 'preview', 'draft')) return
  const [title, body] = words[look.language] || words.en, path = board + '/new', form = `form[action="${path}"]`
  await page.goto(path)
  await take(page, 'compose')
  await page.fill('[name=body]', 'x')
  await page.fill('[name=title]', '')
  await press(page, form, '[name=do][value=send]')
  await take(page, 'compose-wrong')
  await page.fill('[name=title]', title)
  await page.fill('[name=body]', body)
  await press(page, form, '[name=do][value=preview]')
  await take(page, 'preview')
  await page.goto(path)
  await take(page, 'draft')
  await press(page, 'form[action="/drafts/discard"]')
}

// A conversation of fifty posts; and one of which a post was hidden and another changed. They stay what they are in the next look.
let long, hidden, changed
async function conversations(page) {
  if (want('topic-long') && !long) {
    await page.goto(newcomers)
    for (const path of await page.locator('main a[href^="/topics/"]').evaluateAll(links => [...new Set(links.map(a => a.getAttribute('href').split(/[?#]/)[0]))])) {
      await page.goto(path)
      if (await page.locator('article.post').count() > 20) long = path
    }
  }
  if (want('hidden', 'history') && !hidden) {
    await page.goto(group)
    const topics = await page.locator('main a[href^="/topics/"]').evaluateAll(links => [...new Set(links.map(a => a.getAttribute('href').split(/[?#]/)[0]))])
    for (const path of topics.slice(1)) {
      await page.goto(path)
      const hides = await page.locator('main a[href^="/posts/"][href$="/hide"]').count(), own = await page.locator('main a[href^="/posts/"][href$="/edit"]').count()
      if (!hides || !own) continue
      hidden = path
      const edit = await firstLink(page, /^\/posts\/\d+\/edit$/), hide = await firstLink(page, /^\/posts\/\d+\/hide$/)
      await page.goto(edit)
      await page.fill('[name=body]', await page.inputValue('[name=body]') + '\n\nLater: thank you all for this.')
      await press(page, `form[action="${edit}"]`, '[name=do][value=send]')
      await page.goto(hide)
      await page.fill('[name=reason]', 'It names somebody who isn’t here. Please write it again without the name; we’d like to keep the rest.')
      await press(page, `form[action="${hide}"]`)
      changed = edit.replace('/edit', '/history')
      break
    }
  }
}

async function asFacilitator() {
  const page = await someone('facilitator')
  await visit(page, { home: '/home', 'my-groups': '/groups', group, followed: '/followed', search: '/search', 'search-found': '/search?q=name', 'search-none': '/search?q=unheard-of&kind=post', settings: '/settings', password: '/settings/password',
    delete: '/settings/delete', notifications: '/notifications', 'notification-choices': '/notifications/choices', members: group + '/members', manage: group + '/manage', boards: group + '/boards', me: group + '/me', 'error-member': '/nowhere' })
  if (want('member')) {
    await page.goto(group + '/members')
    const member = await page.locator(`main a[href^="${group}/members/"]`).nth(2).getAttribute('href')
    await visit(page, { member })
  }
  await page.goto(group)
  const board = await firstLink(page, /^\/boards\/\d+$/)
  await visit(page, { board, rename: board + '/rename' })
  await writing(page, board)
  await page.goto(board)
  const topic = (await firstLink(page, /^\/topics\/\d+/)).split(/[?#]/)[0]
  await visit(page, { topic, reply: topic + '/reply', 'topic-hide': topic + '/hide' })
  if (want('menu')) {
    await page.goto(topic)
    await page.locator('.acts .menu').nth(1).locator('summary').click()
    await take(page, 'menu')
  }
  if (want('edit', 'take-away', 'quote')) {
    await page.goto(topic)
    const edit = await firstLink(page, /^\/posts\/\d+\/edit$/)
    const quote = await page.locator('main a[href*="?quote="]').first().getAttribute('href')
    await visit(page, { edit, 'take-away': edit.replace('/edit', '/delete'), quote })
  }
  await conversations(page)
  if (long) await visit(page, { 'topic-long': long })
  if (hidden) await visit(page, { hidden, history: changed })
  await page.context().close()
}

async function asSteward() {
  const page = await someone('steward')
  await visit(page, { steward: '/steward', place: '/steward/settings', invitations: '/steward/invitations', people: '/steward/people', rules: '/steward/guidelines',
    help: '/steward/help?country=GB', 'help-new': '/steward/help/new', 'new-group': '/groups/new', pause: '/steward/pause', listeners: '/steward/listeners' })
  if (want('help-edit')) {
    await page.goto('/steward/help?country=GB')
    await visit(page, { 'help-edit': await firstLink(page, /^\/steward\/help\/\d+/) })
  }
  if (want('invitation-made')) {
    await page.goto('/steward/invitations')
    await page.fill('[name=note]', 'Notice board at the library')
    await press(page, 'form[action="/steward/invitations"]')
    await take(page, 'invitation-made')
  }
  await page.context().close()
}

/* ---- people: oneself, others, private words, listening, stories ---- */

// A member with a second name, a circle, and things said about themselves.
async function asMember() {
  const page = await someone('demo')
  await visit(page, { people: '/people', person: '/people/Imre', 'my-page': '/people/me', 'as-everyone': '/people/Wren?as=everyone', connections: '/connections', asked: '/connections?of=asked',
    'connection-choices': '/connections/choices', circles: '/circles', messages: '/messages', requests: '/messages/requests', 'message-new': '/messages/new', 'message-choices': '/messages/choices',
    listen: '/listen', stories: '/stories', prompts: '/stories/prompts', 'story-new': '/stories/new?prompt=song', 'stories-mine': '/stories/mine', 'home-member': '/home', 'settings-member': '/settings',
    names: '/settings/names', 'notifications-member': '/notifications' })
  if (want('story', 'story-own')) {
    await page.goto('/stories')
    await visit(page, { story: await firstLink(page, /^\/stories\/\d+$/) })
  }
  if (want('conversation', 'about-conversation', 'report-conversation', 'own-words')) {
    await page.goto('/messages')
    const talk = (await firstLink(page, /^\/messages\/\d+/)).split('#')[0]
    await visit(page, { conversation: talk, 'about-conversation': talk + '/about', 'report-conversation': talk + '/report' })
    await page.goto(talk)
    await visit(page, { 'own-words': await firstLink(page, /^\/messages\/\d+\/words\/\d+$/) })
  }
  await visit(page, { opportunities: '/opportunities', 'opportunity-partners': '/opportunities/partners', 'partner-new': '/opportunities/partners/new', letters: '/opportunities/letters' })
  if (want('opportunity', 'opportunity-apply', 'partner', 'opportunity-letter')) {
    await page.goto('/opportunities?kind=housing')
    const offer = await firstLink(page, /^\/opportunities\/\d+$/)
    await visit(page, { opportunity: offer, 'opportunity-apply': offer + '/apply' })
    await page.goto(offer)
    await visit(page, { partner: await firstLink(page, /^\/opportunities\/partners\/\d+$/) })
    if (want('opportunity-letter')) {
      await page.goto(offer + '/apply')
      if (await page.locator('main [name=words]').count()) {
        await page.fill('main [name=words]', 'I keep quiet on Mondays and cook lentils on Thursdays. The lift doesn’t matter to me.')
        await press(page, 'main form[action$="/apply"]', 'button.go')
      }
      await take(page, 'opportunity-letter')
    }
  }
  if (want('connection', 'block')) {
    await page.goto('/connections')
    const other = await firstLink(page, /^\/connections\/\d+$/)
    await visit(page, { connection: other, block: other + '/block' })
  }
  if (want('own-menu')) {
    await page.goto('/people')
    await page.locator('summary.who').click()
    await take(page, 'own-menu')
  }
  await page.context().close()
}

// The box “without my name”, where a facilitator allowed it.
async function asUnnamed() {
  if (!want('unnamed', 'unnamed-reply')) return
  const page = await someone('facilitator')
  await page.goto(group + '/manage')
  await page.check('[name=anonymous]')
  await press(page, `form[action="${group}/manage"]`)
  await page.goto(group)
  const topic = (await firstLink(page, /^\/topics\/\d+/)).split(/[?#]/)[0]
  await visit(page, { unnamed: topic, 'unnamed-reply': topic + '/reply' })
  await page.context().close()
}

// A listener and a member who find each other; the talk ends with the look.
async function asListening() {
  if (!want('desk', 'hours', 'waiting-listener', 'offer', 'offered', 'talk', 'talk-listener', 'after')) return
  const listener = await someone('practitioner'), member = await someone('demo')
  await visit(listener, { hours: '/listen/hours' })
  await listener.goto('/listen/hours')
  await listener.check('[name=language][value=en]')
  await press(listener, 'form[action="/listen/hours"]')
  if (await listener.locator('form[action="/listen/here"]').count()) await press(listener, 'form[action="/listen/here"]', 'button[value="60"]')   // not while resting
  await visit(listener, { desk: '/listen' })
  await member.goto('/listen')
  if (await member.locator('form[action="/listen"]').count()) {
    await member.check('[name=when][value=now]')
    for (const box of await member.locator('[name=language]').all()) await box.uncheck()
    await member.check('[name=language][value=en]')
    await member.fill('[name=words]', (words[look.language] || words.en)[1].split('\n')[0])
    await press(member, 'form[action="/listen"]')
    await take(member, 'waiting-listener')
    const path = new URL(member.url()).pathname
    await listener.goto('/listen')
    await listener.goto(await firstLink(listener, /^\/listen\/requests\/\d+$/))   // a listener of three talks in a day is given a rest: make the community anew
    await take(listener, 'offer')
    await press(listener, 'form[action$="/answer"]', 'button[value=yes]')
    await member.goto(path)
    await take(member, 'offered')
    await press(member, 'form[action$="/begin"]')
    await take(member, 'talk')
    await listener.goto('/listen')
    await listener.goto(await firstLink(listener, /^\/listen\/talks\/\d+$/))
    await take(listener, 'talk-listener')
    await press(member, 'form[action$="/end"]')
    await take(member, 'after')
  }
  await listener.context().close()
  await member.context().close()
}

// Somebody new who is asked to pause.
async function asPaused() {
  if (!want('paused')) return
  const page = await someone(), steward = await someone('steward'), id = `pauser-${Date.now()}`, name = `Wilma ${id.slice(-6)}`
  await join(page, id, name)
  await keepWords(page)
  await page.check('[name=agree]')
  await press(page, 'form[action="/guidelines"]')
  await steward.goto('/settings/second-factor')
  await steward.fill('[name=code]', totp(await steward.locator('.qr ~ p code').innerText()))
  await press(steward, 'form[action="/settings/second-factor"]')
  const code = await steward.locator('.codes code').first().innerText()
  await steward.goto('/steward/pause')
  await steward.selectOption('[name=rule]', '5')
  await steward.fill('[name=code]', code)
  await steward.fill('[name=name]', name)
  await steward.fill('[name=days]', '3')
  await steward.fill('[name=reason]', 'You were sharp with two people tonight. Rest, and come back; we’d like to hear you then.')
  await press(steward, 'form[action="/steward/pause"]')
  await steward.goto('/settings/second-factor')   // off again, for the next look
  await steward.fill('form[action="/settings/second-factor/off"] [name=password]', secret)
  await press(steward, 'form[action="/settings/second-factor/off"]')
  await visit(page, { paused: '/home' })
  await steward.context().close()
  await page.context().close()
}

/* ---- guidelines, reports, decisions, what is public about them ---- */

async function asReporter() {
  const page = await someone('demo')
  await visit(page, { 'guideline-versions': '/guidelines/versions', 'guideline-rule': '/guidelines/rules/5', 'contact-answer': '/contact/answer', reports: '/reports', decisions: '/decisions',
    invited: '/invitations', 'waiting-words': '/waiting-words', 'trust-mine': '/settings/trust', mediation: '/mediation', 'mediation-new': '/mediation/new', transparency: '/transparency',
    'transparency-report': '/transparency/report', 'transparency-log': '/transparency/log' })
  if (want('report', 'report-own')) {
    await page.goto('/people/Rocco')
    await visit(page, { report: await firstLink(page, /^\/report\/person\//) })
    await page.goto('/reports')
    await visit(page, { 'report-own': await firstLink(page, /^\/reports\/\d+$/) })
  }
  await page.context().close()
}

async function asModerator() {
  const page = await someone('steward')
  await visit(page, { moderation: '/moderation', 'moderation-closed': '/moderation?of=closed', 'moderation-answers': '/moderation/answers', appeals: '/moderation/appeals', log: '/moderation/log',
    signs: '/moderation/signs', raid: '/steward/raid', 'raid-questions': '/steward/raid/questions', branches: '/steward/invited', 'trust-table': '/steward/trust', 'trust-person': '/steward/trust/person',
    mediators: '/steward/mediators', 'mediation-requests': '/mediation/requests' })
  if (want('case', 'case-mine', 'decide')) {
    await page.goto('/moderation')
    const about = await firstLink(page, /^\/cases\/\d+/)
    await visit(page, { case: about })
    await page.goto(about)
    if (await page.locator('main form[action$="/claim"]').count()) await press(page, 'main form[action$="/claim"]')
    await visit(page, { 'case-mine': about, decide: about + '/decide' })
  }
  await page.context().close()
}

for (look of looks) {
  for (const scene of [asReporter, asModerator, asVisitor, asNewcomer, asWaiting, asFacilitator, asSteward, asMember, asUnnamed, asListening, asPaused])
    try {
      await scene()
    } catch (error) {
      console.log(`${scene.name}, ${look.language} ${look.scheme} ${look.width}: ${String(error.stack || error).split('\n').slice(0, 6).join('\n  ')}`)
    }
}
await browser.close()
