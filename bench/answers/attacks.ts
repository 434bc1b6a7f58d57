import { commandForm, type SlackRequest, signedForm } from './slack-client.ts'

/** A request that Slack would never send. */
export type Attack = {
  name: string
  request: SlackRequest
  /** Whether Slack expects an acknowledgement as for the real request. The command must still not run again. */
  isAnswered?: boolean
  /** Whether the request is large, or makes Bolt wait for three seconds. It is then left out of most rounds. */
  isRare?: boolean
}

export type AttackParts = {
  signingSecret: string
  /** Address at which nothing may ever arrive. */
  responseUrl: string
  /** A request whose command has already run. */
  carriedOut: SlackRequest
}

/** One attack of each type. */
export function attacks(parts: AttackParts): Attack[] {
  return [...unsigned(parts), ...outOfTime(parts), ...malformed(parts), ...misplaced(parts)]
}

const windowMs = 5 * 60_000

function unsigned({ signingSecret, responseUrl, carriedOut }: AttackParts): Attack[] {
  const body = commandForm('help', responseUrl)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const signed = signedForm(signingSecret, body)
  const signature = signed.headers['x-slack-signature'] ?? ''
  const otherSignature = `v0=${'0'.repeat(64)}`
  return [
    { name: 'unsigned', request: { body, headers: form } },
    { name: 'signed with another secret', request: signedForm('not the signing secret', body) },
    { name: 'of another body', request: { ...signed, body: commandForm('accounts', responseUrl) } },
    { name: 'signature of nothing', request: withHeaders(signed, { 'x-slack-signature': otherSignature }) },
    { name: 'signature cut short', request: withHeaders(signed, { 'x-slack-signature': signature.slice(0, 20) }) },
    { name: 'signature empty', request: withHeaders(signed, { 'x-slack-signature': '' }) },
    { name: 'version unknown', request: withHeaders(signed, { 'x-slack-signature': signature.replace('v0', 'v9') }) },
    { name: 'smuggled past the check', request: { body: `ssl_check=1&${body}`, headers: form }, isAnswered: true },
    { name: 'replayed', request: carriedOut, isAnswered: true },
    { name: 'huge', request: { body: `${body}&text=${'x'.repeat(300_000)}`, headers: form } },
    {
      name: 'huge and signed',
      request: signedForm(signingSecret, `${body}&text=${'x'.repeat(5_000_000)}`),
      isRare: true,
    },
  ]
}

function outOfTime({ signingSecret, responseUrl }: AttackParts): Attack[] {
  const at = (name: string, atMs: number) => ({
    name,
    request: signedForm(signingSecret, commandForm('help', responseUrl), atMs),
  })
  const now = Date.now()
  const signed = at('', now).request
  return [
    at('stale', now - windowMs - 5000),
    at('from long ago', 0),
    at('from the future', now + windowMs + 5000),
    at('from another century', now + 100 * 365 * 86_400_000),
    { name: 'time not a number', request: withHeaders(signed, { 'x-slack-request-timestamp': 'soon' }) },
    { name: 'time missing', request: withHeaders(signed, { 'x-slack-request-timestamp': '' }) },
    {
      name: 'time changed',
      request: withHeaders(signed, { 'x-slack-request-timestamp': String(Math.floor(now / 1000) - 1) }),
    },
  ]
}

/** Requests with a valid signature, so that they reach the code that parses them. */
function malformed({ signingSecret }: AttackParts): Attack[] {
  const asJson = bodies.map(({ name, body, ...rest }) => ({
    name: `signed ${name}`,
    request: withHeaders(signedForm(signingSecret, body), { 'content-type': 'application/json' }),
    ...rest,
  }))
  const asPayload = bodies.map(({ name, body, ...rest }) => ({
    name: `signed payload of ${name}`,
    request: signedForm(signingSecret, `a=b&${new URLSearchParams({ payload: body })}`),
    ...rest,
  }))
  const brokenEscape = signedForm(signingSecret, 'payload=%E0%A4%A')
  return [...asJson, ...asPayload, { name: 'signed broken escape', request: brokenEscape }]
}

const bodies = [
  { name: 'half JSON', body: '{"type":' },
  { name: 'null', body: 'null' },
  { name: 'null with blanks', body: ' \n null\t' },
  { name: 'number', body: '7', isRare: true },
  { name: 'empty text', body: '""', isRare: true },
  { name: 'empty list', body: '[]', isRare: true },
  { name: 'depth', body: '['.repeat(50_000), isRare: true },
  { name: 'control characters', body: '\u0000\u0001\ufffd' },
]

function misplaced({ signingSecret, responseUrl }: AttackParts): Attack[] {
  const signed = signedForm(signingSecret, commandForm('help', responseUrl))
  return [
    { name: 'GET', request: { ...signed, method: 'GET' } },
    { name: 'PUT', request: { ...signed, method: 'PUT' } },
    { name: 'of no path', request: { ...signed, path: '//' } },
    { name: 'of another path', request: { ...signed, path: '/slack/events/..%2f' } },
    { name: 'of an absolute URL', request: { ...signed, path: 'http://127.0.0.1:1/slack/other' } },
  ]
}

function withHeaders(request: SlackRequest, headers: Readonly<Record<string, string>>): SlackRequest {
  return { ...request, headers: { ...request.headers, ...headers } }
}
