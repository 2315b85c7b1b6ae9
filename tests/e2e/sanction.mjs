// A decision and a second look: a moderator suspends a member, who signs in, reads why and appeals; somebody else takes it back.
import { expect, firstLink, person, send, signIn, test, totp } from './lib.mjs'
import { browser, server } from './world.mjs'

const text = page => page.locator('main').innerText()
const path = page => new URL(page.url()).pathname

async function arrives(script, signInName) {
  const page = await person(browser, server.origin, { script })
  await signIn(page, signInName)
  if (path(page) === '/guidelines') {
    await page.check('input[name=agree]')
    await send(page, '/guidelines')
  }
  return page
}

// Their second step, and a code to use in its place.
async function secondStep(moderator) {
  await moderator.goto('/settings/second-factor')
  await moderator.fill('[name=code]', totp(await moderator.locator('.qr ~ p code').innerText()))
  await send(moderator, '/settings/second-factor')
  return moderator.locator('.codes code').first().innerText()
}

// About a person, by the number that their page of connections has.
async function suspends(moderator, about) {
  await moderator.goto(`/moderation/measure/person/${about}`)
  expect((await text(moderator)).includes('need a second step'), 'what is missing for a step above hiding')
  const code = await secondStep(moderator)
  await moderator.goto(`/moderation/measure/person/${about}`)
  await moderator.check('[name=measure][value=suspend]')
  await moderator.fill('[name=length]', '3')
  await moderator.selectOption('[name=rule]', '5')
  await moderator.fill('[name=facts]', 'You called somebody names in the kitchen.')
  await moderator.fill('[name=code]', code)
  await send(moderator, `/moderation/measure/person/${about}`)
  expect(/^\/moderation\/decisions\/\d+$/.test(path(moderator)), 'the decision')
}

async function appeals(member) {
  await member.goto('/home')
  expect(path(member) === '/paused', 'to be led to the pause')
  await member.goto('/groups')
  expect(path(member) === '/paused', 'to be led to the pause from everywhere')
  await member.goto('/decisions')
  const decision = await firstLink(member, /^\/decisions\/\d+$/)
  await member.goto(decision)
  const said = await text(member)
  expect(said.includes('You called somebody names') && said.includes('No contempt') && said.includes('For the whole place'), 'the statement of reasons')
  expect(!said.includes('moderator'), 'nothing of who decided')
  await member.fill('[name=body]', 'That was a quote of what was said to me.')
  await send(member, decision + '/appeal')
  expect((await text(member)).includes('An answer should be here by'), 'when to expect an answer')
  return decision
}

async function overturns(other, number) {
  await other.goto('/moderation/appeals')
  await other.goto(await firstLink(other, new RegExp(`^/moderation/appeals/${number}$`)))
  await other.check('[name=outcome][value=overturn]')
  await other.fill('[name=answer]', 'You’re right: it was a quote.')
  await send(other, `/moderation/appeals/${number}`)
}

for (const script of [true, false]) {
  test(`a suspended member reads why, appeals, and is back once somebody else has looked, ${script ? 'with' : 'without'} JavaScript`, async () => {
    const who = script ? 'suspended' : 'suspendedtoo'
    const member = await arrives(script, who)
    await member.goto('/people/me')
    const moderator = await arrives(script, script ? 'decider' : 'decidertoo'), other = await arrives(script, 'steward')
    await moderator.goto(`/people/${script ? 'Ossian' : 'Ottoline'}`)
    const about = (await firstLink(moderator, /^\/connections\/\d+/)).replace(/\D+(\d+).*/, '$1')
    await suspends(moderator, about)
    const decision = await appeals(member), number = decision.replace(/\D/g, '')
    await moderator.goto(`/moderation/appeals/${number}`)
    expect((await text(moderator)).includes('somebody else has to answer'), 'who decided may not answer')
    expect(!await moderator.locator('main [name=outcome]').count(), 'no form for who decided')
    await overturns(other, number)
    await member.goto('/home')
    expect(path(member) === '/home', 'to be back')
    await member.goto(decision)
    expect((await text(member)).includes('it was a quote') && (await text(member)).includes('taken back'), 'the answer with its reasons')
    await other.goto('/moderation/log')
    expect((await text(other)).includes('A decision was taken back') && !(await text(other)).includes('Ossian'), 'a log without names')
    for (const page of [member, moderator, other]) await page.context().close()
  })
}
