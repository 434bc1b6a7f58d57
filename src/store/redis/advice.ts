import type { Place } from '../backend.ts'

/** A Redis server by its address, without user and password. */
export function redisPlace(url: string): Place {
  const { protocol, hostname, port } = new URL(url)
  return {
    name: `${protocol}//${hostname}:${port || '6379'}`,
    explain({ details, cause }) {
      const code = codeOf(cause)
      const advice = (code !== undefined && adviceByCode.get(code)) || anyAdvice
      const reason = String(details.reason)
      return { reason: code === undefined || !/^E[A-Z]+$/.test(code) ? reason : `${reason} (${code})`, advice }
    },
  }
}

const anyAdvice = 'Check that Redis runs and answers there, and the address in STORE_URL.'
const isItThere = 'Start Redis, or correct host and port in STORE_URL. A firewall may be in the way.'
const whichHost = 'Correct the host in STORE_URL, or the DNS of this machine.'
const whichUser = 'Put the right user and password into STORE_URL: redis://user:password@host:6379'
const whichCertificate =
  'Have Node trust the certificate with NODE_EXTRA_CA_CERTS, and use the host that it was issued for.'

const howToKeep =
  'Set maxmemory-policy to noeviction in the configuration of Redis, or point STORE_URL to a Redis that has it.'

const adviceByCode: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', isItThere],
  ['EHOSTUNREACH', isItThere],
  ['ENETUNREACH', isItThere],
  ['ETIMEDOUT', isItThere],
  ['ENOTFOUND', whichHost],
  ['EAI_AGAIN', whichHost],
  ['NOAUTH', whichUser],
  ['WRONGPASS', whichUser],
  ['ERR', anyAdvice],
  ['NOPERM', 'Give this Redis user the permissions +@all ~ferry:* &ferry:*, or use another one in STORE_URL.'],
  ['LOADING', 'Wait until Redis has read its data, then start Ferry again.'],
  ['READONLY', 'Point STORE_URL to the primary, not to a replica.'],
  ['OOM', 'Give Redis more memory, and set maxmemory-policy to noeviction: Ferry’s records must not be thrown away.'],
  ['MISCONF', 'Check the Redis log: Redis can’t write to its disk and refuses writes until it can.'],
  ['NOREPLICAS', 'Check the replicas of Redis: min-replicas-to-write says how many have to follow it.'],
  ['UNFIT', 'Point STORE_URL to a single Redis server, 6.0 or later, or to Valkey.'],
  ['DROPS', howToKeep],
  ['WRONGTYPE', 'Give Ferry a database of its own: add its number to STORE_URL, as in redis://host:6379/1'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', whichCertificate],
  ['SELF_SIGNED_CERT_IN_CHAIN', whichCertificate],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', whichCertificate],
  ['ERR_TLS_CERT_ALTNAME_INVALID', whichCertificate],
  ['CERT_HAS_EXPIRED', 'Renew the certificate of Redis.'],
])

/** The system’s error code, or the first word of Redis's reply. */
function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  return /^[A-Z]+\b/.exec(cause.message)?.[0]
}
