// Reads a calendar as ical.js (Thunderbird's reader) does and compares with what it should say. Usage: node tests/e2e/ical.mjs FOLDER
// (FOLDER/series.ics and FOLDER/expected are made by tests/calendar/dates.c)
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'

const HORIZON = Date.UTC(2029, 0, 1) / 1000

/** UID → seconds at which it takes place, in order, until 2029. */
export function instants(text) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  ICAL.TimezoneService.reset()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const found = new Map()
  for (const part of calendar.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(part)
    const dates = []
    if (!event.isRecurring()) dates.push(event.startDate.toUnixTime())
    else
      for (let walk = event.iterator(), date; (date = walk.next()) && date.toUnixTime() < HORIZON && dates.length < 400; ) dates.push(date.toUnixTime())
    found.set(event.uid, dates)
  }
  return found
}

if (process.argv[1]?.endsWith('ical.mjs')) {
  const folder = process.argv[2]
  const found = instants(readFileSync(`${folder}/series.ics`, 'utf8'))
  let passed = 0, failed = 0
  for (const line of readFileSync(`${folder}/expected`, 'utf8').trim().split('\n')) {
    const [uid, ...wanted] = line.split(' ')
    const got = (found.get(uid) ?? []).join(' ')
    if (got === wanted.join(' ')) passed++
    else {
      failed++
      const at = wanted.findIndex((value, i) => value !== got.split(' ')[i])
      console.log(`not ok ical.js: ${uid}, date ${at}: wanted ${new Date(wanted[at] * 1000).toISOString()}, got ${new Date(got.split(' ')[at] * 1000 || 0).toISOString()}`)
    }
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed ? 1 : 0)
}
