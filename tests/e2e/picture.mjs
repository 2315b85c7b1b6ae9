// A picture of one's own: sent, seen by others, taken away; with JavaScript and without.
import { deflateSync, crc32 } from 'node:zlib'
import { filesBelow, holds } from './disk.mjs'
import { readFileSync } from 'node:fs'
import { expect, person, send, signIn, test } from './lib.mjs'
import { browser, server } from './world.mjs'

function crc(bytes) {
  if (crc32) return crc32(bytes)
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value >>> 1 ^ (value & 1 ? 0xedb88320 : 0)
  }
  return ~value >>> 0
}

function chunk(name, data) {
  const out = Buffer.alloc(data.length + 12)
  out.writeUInt32BE(data.length)
  out.write(name, 4, 'latin1')
  data.copy(out, 8)
  out.writeUInt32BE(crc(out.subarray(4, out.length - 4)), out.length - 4)
  return out
}

// Teal, with a comment that nobody should ever find again.
function png(width, height, comment) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const row = Buffer.concat([Buffer.from([0]), Buffer.concat(Array(width).fill(Buffer.from([18, 89, 90])))])
  const pixels = deflateSync(Buffer.concat(Array(height).fill(row)))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('tEXt', Buffer.from(`Comment\0${comment}`, 'latin1')),
    chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

const width = image => image.evaluate(async one => { one.loading = 'eager'; await one.decode(); return one.naturalWidth })

for (const [script, who] of [[true, 'demo'], [false, 'practitioner']])
  test(`a picture of one's own is shown, seen by others and taken away, JavaScript ${script ? 'on' : 'off'}`, async () => {
    const page = await person(browser, server.origin, { script })
    const own = page.locator('main .head img.av')
    await signIn(page, who)
    await page.goto('/settings')
    expect(await own.count() === 0, 'a drawn picture at first')
    await page.setInputFiles('input[name=own]', { name: 'marker-file-7c2.png', mimeType: 'image/png', buffer: Buffer.from('marker words 7c2, no picture') })
    await send(page, '/settings/picture/own')
    expect((await page.locator('#f-own-e').innerText()).length > 20, 'words beside the field for what is no picture')
    await page.setInputFiles('input[name=own]', { name: 'marker-file-7c2.png', mimeType: 'image/png', buffer: png(400, 300, 'marker comment 7c2') })
    await send(page, '/settings/picture/own')
    expect(await width(own) === 256, 'one’s own picture, 256 pixels wide')
    const path = await own.getAttribute('src')
    const other = await person(browser, server.origin, { script })
    expect((await other.request.get(path)).status() === 404, 'nothing for a visitor')
    await signIn(other, 'moderator')
    expect((await other.request.get(path)).headers()['content-type'] === 'image/webp', 'the picture for another member')
    for (const marker of ['marker-file-7c2', 'marker words 7c2', 'marker comment 7c2'])
      for (const file of filesBelow(server.data)) expect(!holds(readFileSync(file), marker), `no ${marker} in ${file}`)
    await send(page, '/settings/picture/remove')
    expect(await own.count() === 0, 'a drawn picture again')
    expect((await other.request.get(path)).status() === 404, 'nothing where the picture was')
    await page.context().close()
    await other.context().close()
  })
