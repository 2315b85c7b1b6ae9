// A calendar of one's own: its address is made, read by other programs without a cookie, and ended; with script and without.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { instants } from './ical.mjs'
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

// What khal shows of a file; it wants a calendar of its own to be there.
function khal(file) {
  const config = join(server.data, 'khal')
  writeFileSync(config, `[calendars]\n[[own]]\npath = ${server.data}/khal-own\n[sqlite]\npath = ${server.data}/khal-rows\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n`)
  return execFileSync('khal', ['-c', config, 'printics', '--format', '{title}', file], { encoding: 'utf8' })
}

async function make(page, titles) {
  await page.goto('/calendar')
  await page.check(`main input[name=titles][value=${titles}]`)
  await send(page, '/calendar')
  return (await page.locator('main code').innerText()).trim()
}

async function asked(address) {
  const answer = await fetch(address, { headers: { 'X-Forwarded-For': '198.51.100.7' } })
  return { status: answer.status, text: await answer.text() }
}

for (const script of [true, false])
  test(`a calendar of one's own is made, read by ical.js and khal, and ended: ${script ? 'with' : 'without'} JavaScript`, async () => {
    const page = await person(browser, server.origin, { script })
    await signIn(page, script ? 'demo' : 'facilitator') // they run beside each other, and a name has one address
    await page.goto('/events')   // by its name: other journeys make events and call them off meanwhile
    const event = await page.locator('main a[href^="/events/"]', { hasText: 'Soup and small talk' }).first().getAttribute('href')
    await page.goto(event)
    await page.click(`main details:has(a[href="${event}/calendar"]) > summary`)
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`main a[href="${event}/calendar?titles=yes"]`)])
    const file = join(server.data, `one-${script}.ics`)
    await download.saveAs(file)
    const listed = khal(file)
    expect(listed.trim().length > 0 && !listed.includes('Appointment'), 'khal reads the event with its name')
    const neutral = await make(page, 'no'), feed = await asked(neutral)
    expect(feed.status === 200, 'a calendar asks without a cookie')
    for (const [, dates] of instants(feed.text)) expect(dates.length === 1 && Number.isInteger(dates[0]), 'each entry has its moment')
    expect(!/SUMMARY:(?!Appointment)/.test(feed.text) && !feed.text.includes('LOCATION'), 'nothing but when')
    const named = await make(page, 'yes')
    expect((await asked(neutral)).status === 404, 'the address before has ended')
    const both = instants((await asked(named)).text)
    expect([...both.keys()].join() === [...instants(feed.text).keys()].join(), 'the same entries, with names')
    writeFileSync(file, (await asked(named)).text)
    if (both.size) khal(file)
    await send(page, '/calendar/end')
    expect((await asked(named)).status === 404, 'ended')
    await page.context().close()
  })
