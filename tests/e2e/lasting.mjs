// What lasts and what doesn't: nobody loses a word when the server is restarted, and expired words are in no file.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, kith, send, startServer, test } from './lib.mjs'
import { browser } from './world.mjs'
import { everybody, gather, said, way, ways } from './room.mjs'
import { filesBelow, holds } from './disk.mjs'

const many = 12

// Presses Send until the words are taken; a refusal must leave them where they are.
async function insist(guest, words) {
  await guest.type(words)
  for (const until = Date.now() + 120000; Date.now() < until;) {
    await guest.form.locator('button.go').click()
    const answer = await guest.page.waitForFunction(words => {
      const field = document.querySelector('.say-form [name=body]'), wrong = document.querySelector('.say-form .wrong')
      return field.value !== words ? 'taken' : wrong.hidden ? '' : 'refused'
    }, words)
    if (await answer.jsonValue() === 'taken') return
    await guest.page.waitForTimeout(400)            // a person’s patience; what proves something is the order at the end
    await guest.page.evaluate(() => { document.querySelector('.say-form .wrong').hidden = true })
  }
  throw new Error(`expected “${words}” to be taken`)
}

async function heardAll(guest, texts) {
  await guest.page.waitForFunction(last => [...document.querySelectorAll('.msg .say')].some(say => say.textContent.trim() === last), texts.at(-1),
    { timeout: 120000 })
  const heard = await guest.page.locator('.msg .say').evaluateAll(list => list.map(say => say.textContent.trim()))
  expect(heard.join() === texts.join(), `every message once and in order for ${guest.name}, got ${heard.join(' | ')}`)
}

// As an operator restarts it, and as a power cut does.
for (const [language, signal] of [['en', 'SIGTERM'], ['ar', 'SIGKILL']])
  test(`nobody loses a message or sees one twice when the server ends in the middle (${signal}) and comes back: ${language}`, async () => {
    const server = await startServer([], { people: everybody })
    const { ana, everyone } = await gather(browser, server.origin, { language, script: true })
    const texts = Array.from({ length: many }, (_, n) => `${said[language].first} (${n + 1})`)
    let written = 0, back
    for (const text of texts) {
      if (++written === 5) {
        await server.pause(signal)
        back = new Promise(resolve => setTimeout(resolve, 1500)).then(() => server.resume())
      }
      await insist(ana, text)
    }
    await back
    for (const guest of everyone) await heardAll(guest, texts)
    await ana.say(said[language].call)              // and the room goes on
    for (const guest of everyone) await guest.sees(said[language].call)
    for (const guest of everyone) await guest.leave()
    await server.stop()
  })

for (const one of ways.filter(one => !one.script))
  test(`what was typed survives a restart: ${way(one)}`, async () => {
    const server = await startServer([], { people: everybody })
    const { ana, bo, everyone } = await gather(browser, server.origin, one)
    const { first, late } = said[one.language]
    await ana.say(first)
    await ana.type(late)
    await server.pause('SIGKILL')
    await ana.form.locator('button.go').click()
    await ana.page.waitForURL(/chrome-error/)
    await server.resume()
    await ana.page.reload()                         // the browser sends the form again
    await ana.sees(late)
    await bo.sees(first)
    await bo.sees(late)
    for (const guest of everyone) await guest.leave()
    await server.stop()
  })

/* ---- expiry ---- */

// The messages of a room as they were two days ago: nobody can turn the clock of a running place, so its rows are moved while it stands.
function age(data, room) {
  execFileSync('python3', ['-c', `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA secure_delete = ON")
room, ms = int(sys.argv[2]), 48 * 3600 * 1000
ids = [row[0] for row in db.execute("SELECT id FROM message WHERE room_id = ?", (room,))]
for old in ids:
    new = old - (ms << 20)
    db.execute("UPDATE message SET id = ?, created_at = created_at - ? WHERE id = ?", (new, ms, old))
    for table, column in (("message", "reply_to"), ("message_reaction", "message_id"), ("mention", "message_id")):
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (new, old))
db.commit()
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
assert ids
`, join(data, 'kith.db'), room.replace('/rooms/', '')])
}

// A backup of the place, unpacked beside it.
function backUp(data) {
  const folder = mkdtempSync(join(tmpdir(), 'kith-e2e-backup-'))
  execFileSync(kith, ['backup', '--to', folder, '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (const file of filesBelow(folder)) execFileSync('tar', ['-xzf', file, '-C', folder])
  return folder
}

function holding(folder, markers) {
  return filesBelow(folder).flatMap(path => {
    const bytes = readFileSync(path)
    return Object.entries(markers).filter(([, text]) => holds(bytes, text)).map(([what]) => `${what} in ${path.slice(folder.length)}`)
  })
}

async function everythingGone(folder, markers) {
  let found
  for (const until = Date.now() + 60000; Date.now() < until; await new Promise(resolve => setTimeout(resolve, 500))) {
    found = holding(folder, markers)
    if (!found.length) return
  }
  throw new Error(`expected no expired word in any file, found ${found.join(', ')}`)
}

test('words that have expired are gone from the room, from every file of the place, and from its backups', async () => {
  const server = await startServer([], { people: everybody })
  const { room, ana, bo, keeper, everyone } = await gather(browser, server.origin, { language: 'en', script: true })
  const markers = { message: 'marker fading words 8c2', answer: 'marker fading answer 8c2', 'content note': 'marker fading note 8c2' }
  await ana.say(markers.message)
  await bo.answer(markers.message, markers.answer)
  await ana.react(markers.answer, 'with')
  await ana.page.locator('.warmth').first().waitFor()
  await ana.form.locator('details.fold summary').click()
  await ana.form.locator('[name=note_own]').fill(markers['content note'])
  await ana.say('Behind a note.')
  const kept = 'marker lasting words 8c2'
  await keeper.page.goto('/groups/coming-out-later')
  const other = await keeper.page.locator('main a[href^="/rooms/"]').first().getAttribute('href')
  await keeper.enter(other.split('#')[0])
  await keeper.say(kept)
  await keeper.page.goto(`${room}/manage`)
  await keeper.page.check('input[name=keep][value="24"]')
  await send(keeper.page, `${room}/manage`)
  const young = backUp(server.data)
  expect(holding(young, markers).length >= 3, 'living words in a backup: the search looks at the right place')
  rmSync(young, { recursive: true, force: true })

  await server.pause('SIGTERM')
  age(server.data, room)
  await server.resume()
  await everythingGone(server.data, markers)
  await ana.page.goto(room)
  expect(await ana.page.locator('.msg').count() === 0, 'no message in the room')
  expect((await ana.page.request.get(`${room}/live?after=0`, { timeout: 1500 }).then(answer => answer.text(), () => '')).includes('8c2') === false, 'none by the stream')
  expect(holding(server.data, { kept }).length > 0, 'younger words are still there')

  const old = backUp(server.data)
  const key = readFileSync(filesBelow(join(server.data, 'key'))[0])
  const found = holding(old, markers)
  expect(found.length === 0, `no expired word in a backup, found ${found.join(', ')}`)
  expect(holding(old, { kept }).length > 0, 'younger words in the backup')
  expect(!filesBelow(old).some(path => readFileSync(path).includes(key)), 'no server key in the backup')
  rmSync(old, { recursive: true, force: true })
  await server.pause('SIGKILL')
  expect(holding(server.data, markers).length === 0, 'no expired word after a power cut')
  for (const guest of everyone) await guest.leave()
  server.clean()
})
