import type { AccountField, Credentials } from './provider.ts'

/** The filled fields of a connect form, without blanks around the answers. */
export function filledAnswers(fields: readonly AccountField[], answers: Readonly<Record<string, string>>): Credentials {
  const filled = fields.map(({ name }): [string, string] => [name, answers[name]?.trim() ?? ''])
  return Object.fromEntries(filled.filter(([, answer]) => answer !== ''))
}

/** Why a key cannot go into a header. Undefined if it can. `what` names it: "access key". Never repeats the key. */
export function keyProblem(key: string | undefined, what: string): string | undefined {
  if (key === undefined) return `The ${what} is missing.`
  return /^[\x21-\x7e]+$/.test(key) ? undefined : 'It contains characters that are not valid in a key. Copy it again.'
}

/**
 * Why a custom endpoint cannot be used. Undefined if it can, or if there is none. Plain http is accepted on this
 * machine only.
 */
export function endpointProblem(endpoint: string | undefined, example: string): string | undefined {
  if (endpoint === undefined) return undefined
  const url = URL.parse(endpoint)
  const isSecret = url?.protocol === 'https:'
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname)
  const isBare =
    url !== null && [url.username, url.password, url.search, url.hash].join('') === '' && url.pathname === '/'
  return (isSecret || isLocal) && isBare ? undefined : `Type it like ${example}`
}
