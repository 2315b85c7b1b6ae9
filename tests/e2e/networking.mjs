// Networking: seven people, three rounds, one goes in round 2. One of them has JavaScript, one a browser without it, five are plain HTTP. The
// server's clock is moved in its database: rounds last minutes.
import { expect, password, person, send, signIn, startServer, test } from './lib.mjs'
import { sql, turn } from './meeting.mjs'
import { browser } from './world.mjs'

const seven = ['Ada', 'Bea', 'Cato', 'Dion', 'Edda', 'Fenn', 'Gil'].map(name => ({ signIn: `evening ${name}`, name }))

// ---- somebody without a browser: a jar of cookies, and forms that are read from pages ----

class Plain {
  constructor(origin, address) {
    this.origin = origin
    this.address = address
    this.jar = new Map()
  }

  async ask(path, options = {}) {
    const cookie = [...this.jar].map(pair => pair.join('=')).join('; ')
    // A connection that was kept open may be closed just as it is used again.
    const sent = () => fetch(this.origin + path, { redirect: 'manual', ...options,
      headers: { Cookie: cookie, Origin: this.origin, 'Accept-Language': 'en', 'X-Forwarded-For': this.address, ...options.headers } })
    const answer = await sent().catch(() => sent())
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/)
      this.jar.set(name, value)
    }
    const to = answer.headers.get('location')
    if (to) return this.ask(to.replace(/#.*/, ''))
    this.page = await answer.text()
    this.path = path
    return answer.status
  }

  // The form of this page that goes to `action`, with its hidden fields and these.
  async send(action, fields) {
    const form = [...this.page.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find(found => found[1] === action)
    expect(form, `a form to ${action} on ${this.path}`)
    const body = new URLSearchParams([...form[2].matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return this.ask(action, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
  }

  async signIn(name) {
    await this.ask('/sign-in')
    await this.send('/sign-in', { sign_in: name, password })
  }

  shows(text) { return this.page.includes(text) }
  async press(action, name, value) { await this.send(action, name ? { [name]: value } : {}) }
}

// The same steps for who has a browser.
class Browsing {
  constructor(page) { this.page_ = page }
  ask(path) { return this.page_.goto(path) }
  async send(action, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page_.locator(`main form[action="${action}"] [name="${name}"]`)
      if (await field.first().getAttribute('type') === 'checkbox') await this.page_.check(`main form[action="${action}"] [name="${name}"][value="${value}"]`)
      else await field.fill(value)
    }
    await send(this.page_, action)
  }
  async press(action, name, value) {
    const button = this.page_.locator(`main form[action="${action}"] button${name ? `[name=${name}][value=${value}]` : ''}`).first()
    await Promise.all([this.page_.waitForNavigation({ waitUntil: 'load' }), button.click()])
  }
  async signIn(name) { await signIn(this.page_, name) }
}

// ---- the evening ----

async function announced(place) {
  const steward = await person(browser, place.origin, {})
  await signIn(steward, 'steward')
  await steward.goto('/networking/new')
  await steward.fill('[name=title]', 'Soup and work')
  await steward.fill('[name=day]', new Date(Date.now() + 864e5).toISOString().slice(0, 10))
  await steward.fill('[name=time]', '19:30')
  await steward.fill('[name=rounds]', '3')
  await steward.fill('[name=minutes]', '5')
  await send(steward, '/networking/new')
  const path = new URL(steward.url()).pathname
  await steward.context().close()
  return path
}

const pairs = (place, round) => sql(place, `SELECT a.name || ' ' || b.name FROM networking_pair k JOIN persona a ON a.id = k.persona_id
  JOIN persona b ON b.id = k.other_id WHERE k.round = ${round}`).split('\n').filter(Boolean).map(pair => pair.split(' '))

async function everybodyIn(people, path, met) {
  for (const [a, b] of met)
    for (const [name, other] of [[a, b], [b, a]]) {
      const one = people.get(name)
      await one.ask(path)
      await one.press(`${path}/enter`)
      if (one.page_) expect(await one.page_.locator('h1', { hasText: other }).count(), `${name} with ${other}`)
      else expect(one.shows(other) && one.shows('Why you two:'), `${name} with ${other}`)
    }
}

async function talked(people, path, [a, b]) {
  const one = people.get(a), two = people.get(b), words = `Hello from ${a}.`
  await one.ask(`${path}/room`)
  if (one.page_) {
    await one.page_.fill('form.say-form [name=body]', words)
    await one.page_.locator('form.say-form button.go').click()
    await one.page_.locator('.msg', { hasText: words }).waitFor()
  } else {
    await one.send(`${path}/room/say`, { body: words })
  }
  await two.ask(`${path}/room`)
  if (two.page_) await two.page_.locator('.msg', { hasText: words }).waitFor()
  else expect(two.shows(words), `${b} reads ${a}`)
}

test('networking: seven people, three rounds, one goes in round 2, with and without JavaScript', async () => {
  const place = await startServer([], { people: seven })
  try {
    sql(place, `UPDATE persona SET band = 2; INSERT INTO guideline_acceptance SELECT p.id, 0, v.version FROM persona p, guideline_version v
      WHERE v.group_id = 0 ON CONFLICT DO NOTHING`)
    const path = await announced(place), people = new Map(), all = new Set(), pauses = new Map()
    for (const [i, { name, signIn: signInName }] of seven.entries()) {
      const one = i < 2 ? new Browsing(await person(browser, place.origin, { script: i === 0, width: 360 })) : new Plain(place.origin, `198.51.100.${i}`)
      await one.signIn(signInName)
      await one.ask(path)
      await one.send(`${path}/join`, { seek: '3', language: 'en' })
      people.set(name, one)
    }
    sql(place, `UPDATE networking SET starts_at = ${Date.now()}`)
    for (const one of people.values()) {
      await one.ask(path)
      await one.press(`${path}/do`, 'do', 'here')
    }
    for (let round = 1; round <= 3; round++) {
      await turn(place, path)
      const met = pairs(place, round)
      expect(met.length === 3, `three pairs in round ${round}`)
      for (const pair of met) {
        expect(!all.has(pair.join()) && !all.has([...pair].reverse().join()), `${pair} meet once`)
        all.add(pair.join())
      }
      for (const { name } of seven) if (!met.flat().includes(name) && !(round === 3 && name === pauses.left)) pauses.set(name, (pauses.get(name) || 0) + 1)
      await everybodyIn(people, path, met)
      for (const pair of met) await talked(people, path, pair)
      if (round === 2) {
        const [left, other] = met.find(pair => !pair.includes('Ada') && !pair.includes('Bea')) || met[0]
        pauses.left = left
        await people.get(left).ask(path)
        await people.get(left).press(`${path}/do`, 'do', 'leave')
        await people.get(other).ask(path)
        expect(people.get(other).shows('They had to go.'), 'who stays is told')
      }
      if (round === 3) expect(!met.flat().includes(pauses.left), 'who left is paired no more')
      await turn(place, path)
    }
    expect([...pauses.values()].every(count => count === 1), 'nobody pauses twice')
    // Both of one pair say yes; of the others one alone.
    const [first, second] = pairs(place, 3), yes = async name => {
      const one = people.get(name)
      await one.ask(path)
      const page = one.page_ ? await one.page_.content() : one.page
      await one.press(page.match(/action="([^"]*\/met\/\d+)"/)[1], 'answer', 'yes')
    }
    for (const name of [...first, second[0]]) await yes(name)
    const tied = sql(place, `SELECT count(*) FROM connection c JOIN persona a ON a.id = c.persona_id JOIN persona b ON b.id = c.other_id
      WHERE a.name IN ('${seven.map(one => one.name).join("','")}')`)
    expect(tied === '2', `two who said yes are connected (${tied})`)
    for (const one of people.values()) if (one.page_) await one.page_.context().close()
  } finally {
    await place.stop()
  }
})
