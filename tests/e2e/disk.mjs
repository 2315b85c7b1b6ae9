// Looking for a text in everything a place has written.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export function filesBelow(folder) {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

// The ways a text may hide in a file.
function disguises(text) {
  const bytes = Buffer.from(text)
  return [bytes, Buffer.from(text, 'utf16le'), Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64').replace(/=+$/, ''))]
}

export function holds(bytes, text) {
  return disguises(text).some(form => bytes.includes(form))
}
