// What journeys to meetings share: asking for a place, the hosts' answer, the code at the door, and a clock that is moved.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect } from './lib.mjs'

export const words = page => page.locator('main').innerText()
export const press = (page, button) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(button).first().click()])

// The place in its four steps; the street a day before, the words for the door half an hour before.
export const steps = { region: 'Old Town', quarter: 'By the mill', exact: 'Miller’s Lane 7', door: 'Say “thyme”' }

export async function fillPlace(host) {
  const closed = host.locator('main form details:not([open]) > summary')
  while (await closed.count()) await closed.first().click()
  for (const [name, value] of [...Object.entries(steps), ['exact_hours', '24'], ['door_minutes', '30']]) await host.fill(`main [name=${name}]`, value)
  await host.check('main [name=approval]')
}

// Reads the event's page: these steps of the place stand there, and no other.
export async function reads(page, path, shown, when) {
  await page.goto(path)
  const text = await words(page)
  for (const [step, value] of Object.entries(steps)) expect(text.includes(value) === shown.includes(step), `${when}: ${shown.includes(step) ? 'the' : 'no'} ${step}`)
}

export async function asks(page, path) {
  await reads(page, path, ['region'], 'before one asks')
  await press(page, `form[action="${path}/come"] button[value=come]`)
  await reads(page, path, ['region'], 'asking opens nothing')
}

export async function decided(host, path, name, answer) {
  await host.goto(path + '/people')
  const row = host.locator('main li', { hasText: name })
  await Promise.all([host.waitForNavigation({ waitUntil: 'load' }), row.locator(`button[value=${answer}]`).click()])
}

// The host puts the code up, and somebody types it in at the door.
export async function checksIn(host, guest, path) {
  await host.goto(path + '/people')
  const code = (await host.locator('section[aria-labelledby=code] .h2').innerText()).trim()
  await guest.goto(path)
  await guest.locator('main details summary').first().click()
  await guest.fill('main [name=code]', code)
  await press(guest, `form[action="${path}/check-in"] button`)
  expect((await words(guest)).includes('checked in'), 'checked in')
}

// ---- the clock, moved in the server's database: days and rounds are longer than journeys ----

const program = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
for text in sys.argv[2].split(';'):
    for row in db.execute(text): print(row[0])
db.commit()`

export function sql(place, text) {
  return execFileSync('python3', ['-c', program, join(place.data, 'kith.db'), text], { encoding: 'utf8' }).trim()
}

// The event begins in so many minutes and takes an hour. What the clock does by itself is tested in C.
export function comesNear(server, path, minutes) {
  const starts = Date.now() + minutes * 60000
  sql(server, `UPDATE event SET starts_at = ${starts}, ends_at = ${starts + 3600000} WHERE id = ${path.replace(/\D/g, '')};
    UPDATE job SET due = 0 WHERE kind = 'gathering.reflect'`)
}

// What goes on now in an evening of networking is over; the job that waits for it is due.
export async function turn(place, path) {
  const id = path.split('/').pop(), before = sql(place, `SELECT state || '.' || round FROM networking WHERE id = ${id}`)
  sql(place, `UPDATE networking SET until = 1 WHERE id = ${id}; UPDATE job SET due = 1 WHERE kind = 'networking.clock' AND subject = ${id}`)
  for (let i = 0; i < 100 && sql(place, `SELECT state || '.' || round FROM networking WHERE id = ${id}`) === before; i++)
    await new Promise(done => setTimeout(done, 200))
}
