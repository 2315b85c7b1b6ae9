// What the journeys through live rooms share: their people and words, and what somebody does in a room, with JavaScript and without.
import { expect, person, send, signIn } from './lib.mjs'

export const group = '/groups/new-here'
// Both are the facilitator's; a group has twenty rooms at most.
const groupOf = (script, language) => script && language === 'en' ? group : '/groups/coming-out-later'

// Two people for each way of living in a room; the facilitator is the demonstration's.
const pairs = {
  en: [['Ana', 'Bo'], ['Tove', 'Mats']],
  ar: [['رباب', 'بدر'], ['ريم', 'هادي']]
}
export const couple = (language, script) => pairs[language][script ? 0 : 1]
const signInOf = name => `visitor ${name}`
export const stranger = 'Zora'                      // belongs to no group
// Those who come to a facilitated session (session.mjs), with JavaScript and without.
export const sitters = script => script ? ['Nour', 'Kip', 'Lou'] : ['Pax', 'Rio', 'Sol']
export const everybody = [...Object.values(pairs).flat(2), ...sitters(true), ...sitters(false), stranger].map(name => ({ name, signIn: signInOf(name) }))

export const ways = ['en', 'ar'].flatMap(language => [true, false].map(script => ({ language, script })))
export const way = ({ language, script }) => `${language}, ${script ? 'with' : 'without'} JavaScript`

export const said = {
  en: {
    room: 'The small table', first: 'The soup is on.', answer: 'Save me a bowl.', changed: 'The soup is on, and it is good.',
    heavy: 'I buried my uncle today.', call: 'come and sit down.', late: 'One more thing.', word: 'Ten minutes for a breath.',
    reason: 'That was about somebody who isn’t here.', rude: 'Something about a neighbour.', half: 'Half a sentence about'
  },
  ar: {
    room: 'الطاولة الصغيرة', first: 'الحساء جاهز.', answer: 'اتركوا لي صحنًا.', changed: 'الحساء جاهز، وطعمه طيب.',
    heavy: 'دفنت عمي اليوم.', call: 'تعال واجلس معنا.', late: 'شيء أخير.', word: 'عشر دقائق لنأخذ نفسًا.',
    reason: 'كان الكلام عن شخص غير موجود هنا.', rude: 'كلام عن أحد الجيران.', half: 'نصف جملة عن'
  }
}

// Whether a text is in the reader's language: our two have no letter in common.
export function inLanguage(text, language) {
  return language === 'ar' ? /[\u0621-\u064a]/.test(text) && !/[a-z]{3}/i.test(text) : /[a-z]{3}/i.test(text) && !/[\u0621-\u064a]/.test(text)
}

const cookies = new Map()

// Somebody in a room.
export class Guest {
  constructor(page, { language, script, name }) { Object.assign(this, { page, language, script, name, form: page.locator('form.say-form') }) }

  // Whoever has signed in once to a place comes back with their cookies: journeys here aren't about signing in.
  static async arrive(browser, origin, { language, script, name, as = signInOf(name), ...more }) {
    const page = await person(browser, origin, { language, script, ...more })
    const known = [origin, as, language].join()
    if (cookies.has(known)) await page.context().addCookies(cookies.get(known))
    else {
      await signIn(page, as)
      if (new URL(page.url()).pathname === '/guidelines') {
        await page.check('input[name=agree]')
        await send(page, '/guidelines')
      }
      cookies.set(known, await page.context().cookies())
    }
    return new Guest(page, { language, script, name })
  }

  async join(path) {
    await this.page.goto(path)
    if (await this.page.locator(`main form[action="${path}/join"]`).count()) await send(this.page, `${path}/join`)
  }

  // Connecting and private messages stay closed until somebody has said roughly how old they are.
  async tellsAge() {
    await this.page.goto('/settings')
    await this.page.check('input[name=age][value=adult]')
    await send(this.page, '/settings/age')
  }

  async enter(room) {
    this.room = room
    await this.page.goto(room)
    if (this.script) await this.page.waitForFunction(() => document.documentElement.classList.contains('live'))
  }

  // Without JavaScript one asks for what is new.
  async look() {
    if (this.script) return
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.page.locator('a.nolive').first().click()])
  }

  message(words) { return this.page.locator('.msg', { has: this.page.locator('.say', { hasText: words }) }) }

  async sees(words) {
    await this.look()
    await this.message(words).first().waitFor({ state: 'attached' })
    expect(await this.message(words).count() === 1, `“${words}” once`)
    return this.message(words)
  }

  // A part of the room that says something, by itself or when one looks.
  async hears(selector, words) {
    await this.look()
    await this.page.locator(selector, { hasText: words }).first().waitFor()
  }

  // Presses Send; answers when the server has, whatever it says.
  async press() {
    const answered = this.script ? this.page.waitForResponse(answer => answer.url().endsWith('/say') && answer.request().method() === 'POST')
      : this.page.waitForNavigation({ waitUntil: 'load' })
    await Promise.all([answered, this.form.locator('button.go').click()])
  }

  async type(words) { await this.form.locator('[name=body]').fill(words) }

  async typed() { return this.form.locator('[name=body]').inputValue() }

  // `seen` is how the others see it, when that isn't as it was typed.
  async say(words, { note, seen = words } = {}) {
    await this.type(words)
    if (note) {
      const fold = this.form.locator('details.fold')
      if (!await fold.evaluate(details => details.open)) await fold.locator('summary').click()
      await this.form.locator('[name=note]').selectOption(note)
    }
    await this.press()
    await this.message(seen).first().waitFor({ state: 'attached' })
    await this.emptied()
  }

  // With JavaScript the message may be there before the page has heard that it was taken.
  async emptied() {
    if (this.script) await this.page.waitForFunction(() => !document.querySelector('form.say-form [name=body]').value)
    expect(await this.typed() === '', 'an empty field after sending')
  }

  // Why the last words weren't taken; what was typed is still there.
  async refused(words) {
    const why = this.form.locator('.err:not([hidden])', { hasText: /\S/ }).first()
    await why.waitFor()
    expect(await this.typed() === words, 'the words still in the field')
    return why.innerText()
  }

  // Opens the menu of a message and returns what fits in it.
  async tool(words, selector) {
    const item = this.message(words)
    await item.locator('details.tools > summary').click()
    return item.locator(selector)
  }

  async follow(words, selector) {
    const link = await this.tool(words, selector)
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), link.click()])
  }

  async answer(to, words) {
    if (this.script) await (await this.tool(to, '[data-answer]')).click()
    else await this.follow(to, '[data-answer]')
    await this.page.locator('[data-answering]').waitFor()
    await this.say(words)
  }

  async react(words, kind) {
    const button = await this.tool(words, `button[value=${kind}]`)
    if (this.script) return button.click()
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), button.click()])
  }

  async change(words, into) {
    await this.follow(words, 'a.own')
    const path = new URL(this.page.url()).pathname
    await this.page.fill(`form[action="${path}/edit"] [name=body]`, into)
    await send(this.page, `${path}/edit`)
  }

  async takeAway(words) {
    await this.follow(words, 'a.own')
    await send(this.page, `${new URL(this.page.url()).pathname}/delete`)
  }

  async ids() { return this.page.locator('.msg').evaluateAll(items => items.map(item => item.id)) }

  async leave() { await this.page.context().close() }
}

export async function openRoom({ page, language, script }) {
  const path = `${groupOf(script, language)}/rooms`
  await page.goto(path)
  await page.fill('main input[name=name]', said[language].room)
  await send(page, path)
  expect(page.url().endsWith('/manage'), `a new room, got ${page.url()}`)
  return new URL(page.url()).pathname.replace('/manage', '')
}

// A facilitator opens a room, and others come in. `more` goes to everybody's browser.
export async function gather(browser, origin, { language, script, ...more }) {
  const enter = async ([name, as]) => Guest.arrive(browser, origin, { language, script, name, ...(as && { as }), ...more })
  const [keeper, ana, bo] = await Promise.all([['Imre', 'facilitator'], ...couple(language, script).map(name => [name])].map(enter))
  const room = await openRoom(keeper)
  await Promise.all([keeper, ana, bo].map(async guest => {
    if (guest !== keeper) await guest.join(groupOf(script, language))
    await guest.enter(room)
  }))
  return { room, keeper, ana, bo, everyone: [keeper, ana, bo] }
}
