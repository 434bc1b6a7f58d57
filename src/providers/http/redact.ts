/**
 * Removes secrets from a text that somebody else wrote, and cuts it to a length that a log can take. Known secrets are
 * found by value, others by the words around them. A gateway's signature error quotes the whole canonical request,
 * access key included, so that part goes as a whole.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const spellings = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellingsOf)
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length)
  const withoutKnown = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, mark), text)
  // Cut after the known secrets are replaced, because a cut secret would not be recognised, and before the patterns.
  return patterns.reduce((rest, pattern) => rest.replaceAll(pattern, `$1${mark}`), withoutKnown.slice(0, longestText))
}

/** Values of those headers that carry secrets, and the part after the scheme, which may be repeated by itself. */
export function secretsOfHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!secretHeader.test(name)) return []
    const [, credentials] = /^(?:bearer|basic) +(\S+)$/i.exec(value) ?? []
    return credentials === undefined ? [value] : [value, credentials]
  })
}

const mark = '[redacted]'
/** Shortest secret that is replaced. Shorter ones would tear holes into ordinary words. */
const shortestSecret = 4
const longestText = 1_000
const secretHeader = /auth|token|key|secret|cookie|signature/i

const patterns = [
  /(canonical[ _-]?request).*/gis,
  /((?:authorization|-token|cookie)"?\s*[:=]\s*"?)[^"\r\n]+/gi,
  /(\b(?:access|signature)=)[^\s,;&"']+/gi,
  /(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  /("\w{0,40}(?:ak|sk|password|secret|token|key|auth_file|connection_string)"\s*:\s*")(?:[^"\\]|\\.)*/gi,
]

/** The spellings of a secret: as it is, inside a URL, and inside JSON. */
function spellingsOf(secret: string): string[] {
  return [...new Set([secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)])]
}
