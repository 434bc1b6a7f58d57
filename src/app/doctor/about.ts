import type { Config } from '../../config/config.ts'
import { defined } from '../../defined.ts'
import { type AppError, isAppError, say } from '../../errors/errors.ts'
import { wantedScopes } from '../../slack/client/surface.ts'
import { examineSlack, offWithout } from '../../slack/install/start-check.ts'
import type { Finding } from '../../views/page/doctor.ts'
import { formatDuration } from '../../views/words/format.ts'
import type { Basics } from '../reach.ts'

export type SlackPatient = Omit<Basics, 'trace' | 'stops'> & {
  appToken?: string
  /** The last time that somebody set this machine's clock, if Ferry saw it. */
  lastClockJump?(): ClockJump | undefined
}
type ClockJump = { seconds: number; secondsAgo: number }

/** Whether Slack accepts the token, whether it granted every scope, and whether both clocks agree. */
export async function aboutSlack(
  patient: SlackPatient,
  tokenOf: () => Promise<string | undefined>,
): Promise<Finding[]> {
  const { config, clock, log, boltLog: logger, appToken, lastClockJump } = patient
  try {
    const botToken = await tokenOf()
    const { problems, skewMs, lacked } = await examineSlack({
      slackApiUrl: config.slackApiUrl,
      ...defined({ botToken, appToken }),
      clock,
      log,
      logger,
      // Somebody waits for the answer, so it is not asked for again.
      signal: AbortSignal.abort(),
    })
    const token = problems.length === 0 ? [accepted(botToken, lacked)] : problems.map(illness)
    return [...token, aboutClock(skewMs, lastClockJump?.())]
  } catch (error) {
    return [illness(error)]
  }
}

function accepted(botToken: string | undefined, lacked: readonly string[]): Finding {
  if (botToken === undefined) return { part: 'Slack', state: 'well', says: 'answers' }
  const part = 'Slack token'
  if (lacked.length === 0) return { part, state: 'well', says: `accepted, with all ${wantedScopes().length} scopes` }
  const says = `accepted, without ${lacked.join(' and ')}: ${offWithout(lacked)} are off`
  return { part, state: 'well', says }
}

/** Up to here, clocks count as the same, in milliseconds. Beyond five minutes, Slack's requests are refused. */
const skewedMs = 60_000

function aboutClock(skewMs: number | undefined, jump: ClockJump | undefined): Finding {
  const part = 'Clock'
  const jumped = jump === undefined ? '' : `; set by ${jump.seconds} s ${formatDuration(jump.secondsAgo * 1000)} ago`
  if (skewMs === undefined) return { part, state: 'unknown', says: `Slack has not told the time${jumped}` }
  const apart = formatDuration(Math.abs(skewMs))
  if (Math.abs(skewMs) <= skewedMs) return { part, state: 'well', says: `${apart} from Slack’s${jumped}` }
  const says = `${apart} ${skewMs > 0 ? 'ahead of' : 'behind'} Slack’s${jumped}`
  return { part, state: 'ill', says, mend: 'Set the clock of this machine right, for example with NTP.' }
}

/** How long the public address may take to answer, in milliseconds. */
const addressTimeoutMs = 3000

/** Whether Ferry answers at its public address, as seen from here. Empty without one. */
export async function aboutAddress({ publicUrl }: Pick<Config, 'publicUrl'>): Promise<Finding[]> {
  if (publicUrl === undefined) return []
  const part = 'Address'
  const mend = 'Check the proxy, DNS and PUBLIC_URL. Slack reaches only what the internet reaches.'
  try {
    const answer = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(addressTimeoutMs) })
    const isFerry = answer.ok && (await answer.text()).includes('"alive"')
    if (isFerry) return [{ part, state: 'well', says: `${publicUrl} leads here` }]
    return [
      {
        part,
        state: 'ill',
        says: `${publicUrl}/healthz answers with HTTP ${answer.status}, and not as Ferry does`,
        mend,
      },
    ]
  } catch (error) {
    const reason =
      error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? error.cause.code : 'no answer'
    return [{ part, state: 'ill', says: `${publicUrl} does not answer: ${reason}`, mend }]
  }
}

/** The finding about a store that takes records and opens those that are sealed. */
export function storeIsWell(
  { name, id, missingKeys }: { name: string; id: string; missingKeys: readonly string[] },
  { encryptionKeys }: Pick<Config, 'encryptionKeys'>,
): Finding[] {
  return [{ part: 'Store', state: 'well', says: `${name}, id ${id}` }, aboutKeys(encryptionKeys, missingKeys)]
}

function aboutKeys(encryptionKeys: Config['encryptionKeys'], missing: readonly string[]): Finding {
  const part = 'Keys'
  const [first, ...older] = encryptionKeys.map(({ id }) => id)
  const kept = older.length === 0 ? '' : `; ${older.join(', ')} only ${older.length === 1 ? 'opens' : 'open'}`
  if (missing.length === 0) return { part, state: 'well', says: `${first} seals and opens${kept}` }
  const says = `some records need ${missing.join(', ')}, which ENCRYPTION_KEYS does not have`
  const mend = 'Put it back. If it is lost for good, see “Rotate keys” in docs/operations.md.'
  return { part, state: 'ill', says, mend }
}

/** The finding about a part of Ferry that failed: the error's words, and the mend. */
export function illness(error: unknown): Finding {
  if (!isAppError(error)) {
    return {
      part: 'Ferry',
      state: 'ill',
      says: `something unforeseen: ${String(error)}`,
      mend: 'The log has the details.',
    }
  }
  const { what, next } = say(error)
  return { part: partOf(error), state: 'ill', says: what, mend: next }
}

function partOf({ code }: AppError): string {
  if (code === 'start_scopes_missing') return 'Scopes'
  if (code === 'start_app_token_refused') return 'App-level token'
  if (code === 'start_clock_wrong') return 'Clock'
  if (code === 'port_unusable') return 'Port'
  if (code.startsWith('encryption_key') || code.startsWith('seal')) return 'Keys'
  if (code.startsWith('store') || code.startsWith('record')) return 'Store'
  return code.startsWith('start_token') ? 'Slack token' : 'Slack'
}
