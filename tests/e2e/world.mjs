// The one server and the one browser most browser tests use.
import { startServer, startBrowser } from './lib.mjs'
import { everybody } from './room.mjs'

export let server, browser
// Whom a journey suspends (sanction.mjs), and who decides it with a second step of their own: nobody else needs them.
const heard = [{ signIn: 'heard', name: 'Oswin' }, { signIn: 'heardtoo', name: 'Orla' },   // fair.mjs: who is reported, and who reports
  { signIn: 'teller', name: 'Hesper' }, { signIn: 'tellertoo', name: 'Quennell' }]
const apart = ['Hedda', 'Joris'].map(name => ({ name, signIn: `visitor ${name}` }))   // contact.mjs: one blocks the other
const suspended = [{ signIn: 'suspended', name: 'Ossian' }, { signIn: 'suspendedtoo', name: 'Ottoline' },
  { signIn: 'decider', name: 'Delphine', role: 'moderator' }, { signIn: 'decidertoo', name: 'Quincey', role: 'moderator' }]

export async function open() {
  server = await startServer([], { people: [...everybody, ...suspended, ...heard, ...apart] })
  browser = await startBrowser()
}

export async function close() {
  await browser.close()
  await server.stop()
}
