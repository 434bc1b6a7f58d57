import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { AppError } from '../../errors/errors.ts'

/**
 * Seals and opens texts with AES-256-GCM and a ring of keys: the first key seals, all of them open. The context is the
 * place of a text. It is authenticated, so that a sealed text that was copied to another place doesn't open there.
 * Sealed text is `ferry1.<key id>.<iv>.<tag>.<ciphertext>`, the last three in base64url.
 */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const ring = new Map(keys.map((key) => [key.id, keyObjectOf(key)]))
  const [active] = ring
  if (active === undefined) throw new RangeError('At least one encryption key is needed')
  const [activeId, activeKey] = active
  return {
    seal: (text, context) => seal(text, { id: activeId, key: activeKey, context }),
    open(sealed, context) {
      const parts = parse(sealed, context)
      const key = ring.get(parts.keyId)
      if (key === undefined) throw new AppError('seal_unopenable', { keyId: parts.keyId })
      return open(parts, { key, context })
    },
    activeId,
    knows: (keyId) => ring.has(keyId),
    needsReseal: (sealed) => keyIdOf(sealed) !== activeId,
  }
}

export type SealingKey = { id: string /** The key itself, 32 bytes. */; key: Buffer }

export type Sealer = {
  seal(text: string, context: string): string
  /** Opens a sealed text. Throws seal_unopenable if its key is not in the ring, record_unreadable if it was altered. */
  open(sealed: string, context: string): string
  /** Id of the key that seals. */
  activeId: string
  knows(keyId: string): boolean
  /** Whether a text is not sealed with the active key. */
  needsReseal(sealed: string): boolean
}

/** The id of the key that sealed a text, dots included. Undefined if the text is not sealed. */
export function keyIdOf(sealed: string): string | undefined {
  return sealedForm.exec(sealed)?.groups?.keyId
}

const version = 'ferry1'
const algorithm = 'aes-256-gcm'
const ivBytes = 12
const sealedForm = /^ferry1\.(?<keyId>[\w.-]+)\.(?<iv>[\w-]{16})\.(?<tag>[\w-]{22})\.(?<ciphertext>[\w-]*)$/

/** The key as an object. Given as bytes, Node would create one again for each record. */
function keyObjectOf({ id, key }: SealingKey): KeyObject {
  if (!/^[\w.-]+$/.test(id))
    throw new RangeError(`An encryption key’s id must be made of letters, digits, _ . -: ${id}`)
  if (key.length !== 32) throw new RangeError(`Encryption key ${id} must have 32 bytes: it has ${key.length}`)
  return createSecretKey(key)
}

function seal(text: string, { id, key, context }: { id: string; key: KeyObject; context: string }): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context))
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [version, id, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.')
}

type Parts = { keyId: string; iv: string; tag: string; ciphertext: string }

function parse(sealed: string, context: string): Parts {
  const { keyId, iv, tag, ciphertext } = sealedForm.exec(sealed)?.groups ?? {}
  if (keyId === undefined || iv === undefined || tag === undefined || ciphertext === undefined) {
    throw new AppError('record_unreadable', { collection: context }, { cause: new Error('It is not sealed text') })
  }
  return { keyId, iv, tag, ciphertext }
}

function open(parts: Parts, { key, context }: { key: KeyObject; context: string }): string {
  try {
    const decipher = createDecipheriv(algorithm, key, Buffer.from(parts.iv, 'base64url'))
    decipher.setAAD(Buffer.from(context)).setAuthTag(Buffer.from(parts.tag, 'base64url'))
    return decipher.update(parts.ciphertext, 'base64url', 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new AppError('record_unreadable', { collection: context }, { cause })
  }
}
