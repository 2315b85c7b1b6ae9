// The seized disk, on a real server: markers in every private place, then a crash, then a search of everything it left behind and of a backup.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesBelow, holds } from './disk.mjs'
import { expect, firstLink, kith, person, send, startServer, test } from './lib.mjs'
import { browser } from './world.mjs'
import { Guest, openRoom } from './room.mjs'

test('a seized disk holds no sign-in name, password, recovery code, draft, unsent message, session, secret, address or browser', async () => {
  const server = await startServer(['--demo'], { log: true })
  const page = await person(browser, server.origin, { agent: 'MarkerBrowser/7.93' , address: '203.0.113.77' })
  await page.goto('/join')
  await page.fill('input[name=name]', 'Perpetua')
  await page.fill('input[name=sign_in]', 'marker-sign-in-5d1')
  await page.fill('main input[name=password]', 'marker password 5d1')
  await send(page, '/join')
  const words = await page.locator('.tiles li b').allTextContents()
  await page.fill('input[name=third]', words[2])
  await page.check('input[name=kept]')
  await send(page, '/recovery-code')
  await page.check('input[name=agree]')
  await send(page, '/guidelines')
  await page.goto('/settings/second-factor')
  const secret = (await page.locator('main').innerText()).match(/[A-Z2-7]{4}( [A-Z2-7]{4}){7}/)[0]
  await page.goto('/groups/new-here')
  await send(page, '/groups/new-here/join')
  const compose = (await firstLink(page, /^\/boards\/\d+$/)) + '/new'
  await page.goto(compose)
  await page.fill('input[name=title]', 'marker title 5d1')
  await page.fill('textarea[name=body]', 'marker draft 5d1')
  await send(page, compose, 'button[name=do][value=draft]')
  // Words for a room whose session was over wait sealed, until their writer is back.
  const keeper = await Guest.arrive(browser, server.origin, { language: 'en', script: true, as: 'facilitator' })
  const room = await openRoom(keeper)
  await page.goto(room)
  await page.fill('.say-form [name=body]', 'marker message 5d1')
  await page.context().clearCookies({ name: 's' })
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator('.say-form button.go').click()])
  await page.fill('main input[name=sign_in]', 'marker-sign-in-5d1')
  await page.fill('main input[name=password]', 'marker password 5d1')
  await send(page, '/sign-in')
  expect(await page.inputValue('.say-form [name=body]') === 'marker message 5d1', 'the words wait in the room')
  const cookies = (await page.context().cookies()).map(cookie => cookie.value).filter(value => value.length > 20)
  expect(cookies.length > 0, 'a session cookie to look for')
  await server.crash()

  const markers = { 'sign-in name': 'marker-sign-in-5d1', password: 'marker password 5d1', 'recovery code': words.join(' '), 'recovery code, other form': words.join('-'),
    'draft title': 'marker title 5d1', draft: 'marker draft 5d1', 'unsent message': 'marker message 5d1', 'one-time secret': secret.replaceAll(' ', ''), browser: 'MarkerBrowser', address: '203.0.113.77' }
  cookies.forEach((value, n) => { markers[`cookie ${n + 1}`] = value })
  const files = filesBelow(server.data).map(path => ({ path, bytes: readFileSync(path) }))
  const backup = mkdtempSync(join(tmpdir(), 'kith-e2e-backup-'))
  execFileSync(kith, ['backup', '--to', backup, '--data', server.data], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (const file of filesBelow(backup)) execFileSync('tar', ['-xzf', file, '-C', backup])
  const copies = filesBelow(backup).map(path => ({ path, bytes: readFileSync(path) }))
  const found = []
  let seen = ''
  for (const { path, bytes } of [...files, ...copies]) {
    seen += path.replace(server.data, '').replace(backup, ' backup') + ' '
    for (const [what, text] of Object.entries(markers))
      if (holds(bytes, text)) found.push(`${what} in ${path}`)
  }
  expect(found.length === 0, `no marker, found ${found.join(', ')}`)
  expect(seen.includes('kith.db') && seen.includes('log'), `a database and a log to search, got ${seen}`)
  expect(!/core/.test(seen), `no core file, got ${seen}`)
  // The same search does find what isn't private: it looks at the right place.
  for (const [where, list] of [['database', files], ['backup', copies]])
    expect(list.some(({ bytes }) => bytes.includes(Buffer.from('Perpetua'))), `the public name in the ${where}`)
  const key = readFileSync(filesBelow(join(server.data, 'key'))[0])
  expect(key.length >= 32 && !copies.some(({ bytes }) => bytes.includes(key)), 'no server key in the backup')
  rmSync(backup, { recursive: true, force: true })
  await page.context().close()
  await keeper.leave()
  server.clean()
})
