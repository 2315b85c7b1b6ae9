// The whole way of a report: somebody reports, a moderator decides with reasons, who wrote it reads them and appeals, another moderator takes
// it back, and both read that. Four people, each at a browser of their own, with and without JavaScript.
import { expect, firstLink, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

const group = '/groups/new-here'
const said = script => ({
  title: script ? 'The door of the kitchen' : 'The door of the cellar', words: 'They said: “nobody wants you here”. It still rings in my ears.',
  told: 'It hurts to read this.', facts: 'You wrote that somebody isn’t wanted here.', appeal: 'I was quoting what was said to me.',
  answer: 'You’re right: it was a quote.'
})
const text = page => page.locator('main').innerText()
const path = page => new URL(page.url()).pathname
const press = (page, button) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()])

async function arrives(script, name, joins) {
  const page = await person(browser, server.origin, { script })
  await signIn(page, name)
  if (path(page) === '/guidelines') {
    await page.check('input[name=agree]')
    await send(page, '/guidelines')
  }
  if (joins) {
    await page.goto(group)
    await send(page, `${group}/join`)
  }
  return page
}

async function writes(writer, words) {
  await writer.goto(group)
  const compose = (await firstLink(writer, /^\/boards\/\d+$/)) + '/new'
  await writer.goto(compose)
  await writer.fill('input[name=title]', words.title)
  await writer.fill('textarea[name=body]', words.words)
  await send(writer, compose)
  expect(/^\/topics\/\d+$/.test(path(writer)), `the new conversation, got ${writer.url()}`)
  return path(writer)
}

async function reports(teller, topic, words) {
  const form = topic.replace('/topics/', '/report/topic/')
  await teller.goto(form)
  await teller.locator('[name=rule]').first().check()
  await teller.check('[name=rank][value=soon]')
  await teller.check('[name=wish][value=remove]')
  await teller.fill('[name=words]', words.told)
  await send(teller, form)
  expect(/^\/reports\/\d+$/.test(path(teller)) && (await text(teller)).includes('waiting to be read'), 'the report of one’s own')
  return path(teller)
}

// From the queue to the decision. Nobody finds there who reported.
async function decides(moderator, words) {
  await moderator.goto('/moderation')
  await press(moderator, `main li:has-text("${words.title}") a[href^="/cases/"]`)
  const found = path(moderator)
  await send(moderator, `${found}/claim`)
  const shown = await text(moderator)
  expect(shown.includes(words.told) && !shown.includes('Hesper') && !shown.includes('Quennell'), 'what was said, and not by whom')
  await moderator.goto(`${found}/decide`)
  await moderator.check('[name=measure][value=hide]')
  await moderator.locator('main select[name=rule]').selectOption({ index: 1 })
  await moderator.fill('[name=facts]', words.facts)
  await send(moderator, `${found}/decide`)
  expect(path(moderator) === found && (await text(moderator)).includes('Closed'), 'the case, closed')
}

async function readsAndAppeals(writer, words) {
  await writer.goto('/notifications')
  const decision = await firstLink(writer, /^\/decisions\/\d+$/)
  await writer.goto(decision)
  const reasons = await text(writer)
  for (const part of [words.facts, words.words, 'What it covers', 'How long', 'The rule', 'Nothing automatic', 'If you don’t agree'])
    expect(reasons.includes(part), `${part} in the statement of reasons`)
  expect(!/moderator|Hesper|Quennell/i.test(reasons), 'neither who reported nor who decided')
  await writer.fill('[name=body]', words.appeal)
  await send(writer, `${decision}/appeal`)
  expect((await text(writer)).includes('An answer should be here by'), 'when to expect an answer')
  return decision
}

async function overturns(moderator, other, decision, words) {
  const appeal = `/moderation/appeals/${decision.replace(/\D/g, '')}`
  await moderator.goto(appeal)
  expect(!await moderator.locator('main [name=outcome]').count(), 'no form for who decided')
  await other.goto('/moderation/appeals')
  await other.goto(await firstLink(other, new RegExp(`^${appeal}$`)))
  await other.check('[name=outcome][value=overturn]')
  await other.fill('[name=answer]', words.answer)
  await send(other, appeal)
}

for (const script of [true, false])
  test(`a report, a decision with its reasons, an appeal, and who overturns it; both read that, ${script ? 'with' : 'without'} JavaScript`, async () => {
    const words = said(script)
    const writer = await arrives(script, script ? 'heard' : 'heardtoo', true), teller = await arrives(script, script ? 'teller' : 'tellertoo', true)
    const moderator = await arrives(script, 'moderator'), other = await arrives(script, 'steward')
    const topic = await writes(writer, words), report = await reports(teller, topic, words)
    await decides(moderator, words)
    expect((await teller.goto(topic)).status() === 404, 'others don’t see it any more')
    await teller.goto(report)
    expect((await text(teller)).includes('done something about it'), 'the reporter reads that something was done')
    const decision = await readsAndAppeals(writer, words)
    await overturns(moderator, other, decision, words)
    await writer.goto(decision)
    expect((await text(writer)).includes(words.answer) && (await text(writer)).includes('taken back'), 'the answer with its reasons')
    await teller.goto('/notifications')
    expect(await teller.locator('main a[href="/reports"]').count(), 'the reporter is told')
    await teller.goto(report)
    expect((await text(teller)).includes('has taken that back'), 'and reads what became of it')
    await teller.goto(topic)
    expect((await text(teller)).includes('It still rings'), 'the words are there again')
    for (const page of [writer, teller, moderator, other]) await page.context().close()
  })
