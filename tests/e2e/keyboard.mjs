// A journey without a mouse: coming in, another name, words in a group, a private message. Wherever Tab leads, one sees where one is.
import { expect, person, test } from './lib.mjs'
import { readWords } from './newcomer.mjs'
import { browser, server } from './world.mjs'
import { Guest } from './room.mjs'

const secret = 'seven slow green boats'
const group = '/groups/new-here'
const journeys = [
  { language: 'en', script: true, width: 1280, names: ['Hollis Wade', 'Maren Tuck'], title: 'Without a mouse', words: 'My wrists said no this spring.', letter: 'Thank you for the soup.', more: 'And for the spoon.' },
  { language: 'en', script: false, width: 390, names: ['Edda Pike', 'Tobin Lark'], title: 'Also without', words: 'Mine said so last year.', letter: 'Thank you for the bread.', more: 'And for the knife.' },
  { language: 'ar', script: true, width: 390, names: ['شهد الريح', 'نوّار الموج'], title: 'من دون فأرة', words: 'قال معصمي لا هذا الربيع.', letter: 'شكرًا على الحساء.', more: 'وعلى الملعقة.' }
]

// Where the focus is; what is wrong with it, if something is. Runs in the page.
function focus() {
  const at = document.activeElement
  if (!at || at === document.body) return { lost: true }
  const sign = at.closest('label, .go-card') || at
  const ringed = [at, at.closest('label'), at.closest('.go-card')].some(part => {
    const style = part && getComputedStyle(part)
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  })
  const box = sign.getBoundingClientRect()
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2
  const there = document.elementFromPoint(x, y)
  return {
    what: `<${at.localName} ${at.name || at.className || at.getAttribute('href') || ''}> “${(at.innerText || at.value || '').slice(0, 40)}”`,
    ringed, seen: Boolean(there) && (sign.contains(there) || there.contains(sign)),
    where: `${Math.round(box.left)},${Math.round(box.top)} ${Math.round(box.width)}×${Math.round(box.height)}, there: ${there?.localName} ${there?.className}`
  }
}

// Somebody with a keyboard and nothing else.
class Hands {
  constructor(page) { this.page = page }

  async check() {
    const at = await this.page.evaluate(focus), path = new URL(this.page.url()).pathname
    expect(!at.lost, `the focus somewhere on ${path}`)
    expect(at.ringed, `a ring around ${at.what} on ${path}`)
    expect(at.seen, `${at.what} in sight on ${path} (${at.where})`)
  }

  // On with Tab until the focus is on it.
  async to(selector) {
    for (let steps = 0; steps < 120; steps++) {
      await this.page.keyboard.press('Tab')
      await this.check()
      if (await this.page.evaluate(selector => document.activeElement.matches(selector), selector)) return
    }
    throw new Error(`Tab doesn’t lead to ${selector} on ${this.page.url()}`)
  }

  // The first stop of every page leads past the header.
  async skip() {
    await this.to('.skip')
    await this.page.keyboard.press('Enter')
    await this.page.keyboard.press('Tab')
    await this.check()
    expect(await this.page.evaluate(() => document.querySelector('main').contains(document.activeElement)), `past the header on ${this.page.url()}`)
    await this.page.keyboard.press('Shift+Tab')
  }

  async write(selector, words) {
    await this.to(selector)
    await this.page.keyboard.insertText(words)
    await this.check()
  }

  async go(selector, key = 'Enter') {
    await this.to(selector)
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.page.keyboard.press(key)])
  }

  async tick(selector) {
    await this.to(selector)
    await this.page.keyboard.press('Space')
    await this.check()
  }

  path() { return new URL(this.page.url()).pathname }
}

async function comesIn(hands, id, name) {
  const { page } = hands
  await page.goto('/')
  await hands.go('a[href="/join"]')
  await hands.write('main input[name=name]', name)
  await hands.write('main input[name=sign_in]', id)
  await hands.write('main input[name=password]', secret)
  await page.waitForTimeout(2100)                     // nobody fills it in sooner: feature/guard
  await hands.go('main form[action="/join"] button:not([type=button])')
  const words = await readWords(page)
  await hands.write('input[name=third]', words[2])
  await hands.tick('input[name=kept]')
  await hands.go('form[action="/recovery-code"] button')
  await hands.tick('input[name=agree]')
  await hands.go('form[action="/guidelines"] button', 'Space')
  expect(hands.path() === '/home', `home, got ${hands.path()}`)
}

async function saysAge(hands) {
  await hands.go('a[href="/settings"]')
  await hands.tick('input[name=age]')                 // the first of the three, until one is chosen
  for (let down = 0; down < 2; down++) await hands.page.keyboard.press('ArrowDown')
  await hands.check()
  await hands.go('form[action="/settings/age"] button')
  expect(await hands.page.isChecked('input[name=age][value=adult]'), 'the answer kept')
}

// The menu opens, the names are chosen with the arrow keys, and the button is pressed.
async function takesAndSpeaksAs(hands, name) {
  const { page } = hands
  await hands.go('a[href="/settings/names"]')
  await hands.skip()
  await hands.write('main input[name=name]', name)
  await page.keyboard.press('Enter')
  await page.locator('main .by', { hasText: name }).waitFor()
  await page.goto('/home')
  await hands.to('summary.who')
  await page.keyboard.press('Enter')
  await hands.to('.top input[name=as]')
  for (let n = 0; n < 2 && !await page.locator('.top .choice', { hasText: name }).locator('input').isChecked(); n++) {
    await page.keyboard.press('ArrowDown')
    await hands.check()
  }
  await hands.go('.top form[action="/speak-as"] button')
  expect(await page.locator('.top .who b').innerText() === name, `${name} speaks now`)
}

async function writes(hands, { title, words }) {
  await hands.go('a[href="/groups"]')
  await hands.skip()
  await hands.go(`main a[href="${group}"]`)
  await hands.skip()
  await hands.go(`main form[action="${group}/join"] button`)
  await hands.skip()
  await hands.go('main a[href^="/boards/"]:not([href$="/new"])')
  await hands.skip()
  await hands.go('main a[href$="/new"]')
  await hands.skip()
  await hands.write('main input[name=title]', title)
  await hands.write('main textarea[name=body]', words)
  await hands.go('main button[value=send]')
  expect(/^\/topics\/\d+$/.test(hands.path()), `the conversation, got ${hands.path()}`)
}

async function writesPrivately(hands, to, { letter, more, script }) {
  const { page } = hands
  await page.goto('/messages')
  await hands.skip()
  await hands.go('main a[href="/messages/new"]')
  await hands.skip()
  await hands.write('main input[name=to]', to)
  await hands.write('main textarea[name=body]', letter)
  await hands.go('main form[action="/messages/new"] button.go')
  expect(/^\/messages\/\d+$/.test(hands.path()), `the letter is on its way, got ${hands.path()}`)
  // The address leads to the last words: Tab goes on from there.
  if (script) await page.waitForFunction(() => document.documentElement.classList.contains('live'))
  await hands.write('form.say-form textarea', more)
  if (!script) await hands.go('form.say-form button.go')
  else {                                              // the page stays, and so does one's place on it
    await hands.to('form.say-form button.go')
    await page.keyboard.press('Enter')
    await page.locator('.msg .say', { hasText: more }).waitFor()
    await hands.check()
  }
  expect(await page.locator('.msg .say', { hasText: more }).count() === 1, 'the second, too')
}

for (const one of journeys)
  test(`by keyboard alone one comes in, takes another name, writes, and writes in private: ${one.language}, ${one.script ? 'with' : 'without'} JavaScript`, async () => {
    const page = await person(browser, server.origin, { ...one, height: 800 }), hands = new Hands(page)
    const reader = await Guest.arrive(browser, server.origin, { ...one, name: 'Imre', as: 'facilitator' })
    await comesIn(hands, `keys-${one.language}-${one.script}`, one.names[0])
    await hands.to('summary.who')
    await page.keyboard.press('Space')
    await saysAge(hands)
    await takesAndSpeaksAs(hands, one.names[1])
    await writes(hands, one)
    await writesPrivately(hands, 'Imre', one)
    await reader.page.goto('/messages/requests')
    expect((await reader.page.locator('main').innerText()).includes(one.names[1]), 'it waits for its reader')
    if (one.script) {                                 // Escape closes a menu and leaves one at its door
      await page.goto('/home')
      await hands.to('summary.who')
      await page.keyboard.press('Enter')
      await hands.to('.top a[href="/people/me"]')
      await page.keyboard.press('Escape')
      await hands.check()
      expect(await page.evaluate(() => document.activeElement.matches('summary.who')), 'back at the menu’s door')
    }
    for (const each of [page, reader.page]) await each.context().close()
  })
