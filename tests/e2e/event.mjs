// An event of somebody's own with one place: three others find it, two ask, one waits, and the seat moves on.
// Four browsers, with and without JavaScript. The whole way from a conversation to the door and back is chain.mjs's.
import { expect, person, send, signIn, test } from './lib.mjs'
import { asks, decided, fillPlace, press, reads, words } from './meeting.mjs'
import { browser, server } from './world.mjs'
import { ways } from './room.mjs'

// Minutes from now, as the form wants them.
function clock(minutes) {
  const at = new Date(Date.now() + minutes * 60000).toISOString()
  return { day: at.slice(0, 10), time: at.slice(11, 16) }
}

async function invited(host, title) {
  const from = clock(90), until = clock(150)
  await host.goto('/events/new')
  for (const fold of await host.locator('main form details > summary').all()) await fold.click()   // what most leave as it is
  await host.fill('main [name=title]', title)
  await host.check('main [name=kind][value=person]')
  await host.check('main [name=audience][value=members]')
  await host.fill('main [name=zone]', 'UTC')
  await host.fill('main [name=day]', from.day)
  await host.fill('main [name=from]', from.time)
  await host.fill('main [name=until]', until.time)
  await host.fill('main [name=capacity]', '1')
  await fillPlace(host)
  await send(host, '/events/new', 'button.go')
  expect(/\/events\/\d+$/.test(host.url()), 'the event’s own page')
  return new URL(host.url()).pathname
}

for (const { script, language } of ways.filter(way => way.language === 'en'))
  test(`an event: asking, one place, who waits moves up${script ? '' : ' (no JavaScript)'}`, async () => {
    const [host, first, second, other] = await Promise.all(['steward', 'demo', 'facilitator', 'practitioner'].map(async who => {
      const page = await person(browser, server.origin, { script, language })
      await signIn(page, who)
      return page
    }))
    const path = await invited(host, script ? 'Thyme and tea' : 'Thyme and bread')
    await asks(first, path)
    await asks(second, path)
    await decided(host, path, 'Wren', 'yes')
    await decided(host, path, 'Imre', 'yes')
    await reads(first, path, ['region', 'quarter', 'exact'], 'who has the place')
    await reads(second, path, ['region', 'quarter'], 'who waits')
    expect((await words(second)).includes('waiting list'), 'who waits is told so')
    await reads(other, path, ['region'], 'who hasn’t asked')
    expect(!(await words(other)).includes('Wren'), 'others read no names')
    await press(first, `form[action="${path}/leave"] button`)
    await reads(second, path, ['region', 'quarter', 'exact'], 'who waited moved up')
    for (const page of [host, first, second, other]) await page.context().close()
  })
