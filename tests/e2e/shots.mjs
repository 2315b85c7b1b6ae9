// Pictures of pages, to look at: node tests/e2e/shots.mjs ORIGIN FOLDER [PASSWORD]. Widths 360 and 1280, light and dark, English and Arabic.
import { mkdirSync } from 'node:fs'
import { firstLink, person, signIn, startBrowser } from './lib.mjs'

const [origin, folder, secret] = process.argv.slice(2)
const only = process.argv[5]
mkdirSync(folder, { recursive: true })
const visitors = { landing: '/', join: '/join', 'sign-in': '/sign-in', recover: '/recover', safety: '/safety', 'help-now': '/help-now?country=GB', guidelines: '/guidelines',
  about: '/about', groups: '/groups', missing: '/nowhere' }
const members = { home: '/home', 'my-groups': '/groups', group: '/groups/coming-out-later', followed: '/followed', settings: '/settings', factor: '/settings/second-factor',
  delete: '/settings/delete', members: '/groups/coming-out-later/members', manage: '/groups/coming-out-later/manage', boards: '/groups/coming-out-later/boards' }
const stewards = { steward: '/steward', place: '/steward/settings', invitations: '/steward/invitations', help: '/steward/help', 'new-group': '/groups/new' }

const browser = await startBrowser()
for (const [language, scheme, width] of [['en', 'light', 1280], ['en', 'dark', 360], ['ar', 'light', 360], ['ar', 'dark', 1280]]) {
  const take = async (page, pages) => {
    for (const [name, path] of Object.entries(pages)) {
      if (only && name !== only) continue
      await page.goto(path)
      await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}-${language}.png`, fullPage: true })
    }
  }
  const page = await person(browser, origin, { language, scheme, width, height: 800 })
  await take(page, visitors)
  await signIn(page, 'facilitator', secret)
  await take(page, members)
  await page.goto('/groups/coming-out-later')
  const board = await firstLink(page, /^\/boards\/\d+$/)
  await page.goto(board)
  const topic = await firstLink(page, /^\/topics\/\d+/)
  await page.goto(topic)
  const edit = await page.locator('main a[href$="/edit"]').count() ? await firstLink(page, /\/edit$/) : topic
  await take(page, { board, compose: board + '/new', topic, edit })
  await page.context().close()
  const steward = await person(browser, origin, { language, scheme, width, height: 800 })
  await signIn(steward, 'steward', secret)
  await take(steward, stewards)
  await steward.context().close()
}
await browser.close()
