import { runAll } from './lib.mjs'
import * as world from './world.mjs'

await world.open()
await import('./journey.mjs')
await import('./pages.mjs')
await import('./rooms.mjs')
await import('./news.mjs')
await import('./lasting.mjs')
await import('./weight.mjs')
await import('./seized.mjs')
const { passed, failed } = await runAll()
await world.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
