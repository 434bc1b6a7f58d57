import { steadyBeside } from '../../async/clock.ts'
import { judgeRounds, type TickFacts } from '../../operate/checks.ts'
import type { Finding } from '../../views/page/doctor.ts'
import { formatDuration } from '../../views/words/format.ts'
import { aboutAddress, aboutSlack, illness, type SlackPatient, storeIsWell } from './about.ts'

/** The parts of a running process that the doctor examines. */
export type Patient = SlackPatient &
  Omit<TickFacts, 'clock'> & {
    store: { name: string; id: string; missingKeys: readonly string[]; prove(): Promise<void> }
    tokenOf(workspace: string): Promise<string>
    /** Whether a socket is up. Means nothing without sockets. */
    isConnected(): boolean
    /** When Slack's last signed request came over HTTP, by the clock that measures spans. */
    lastRequestAt(): number | undefined
    /** Who leads a workspace: this replica, another one, or none. */
    leaderOf(workspace: string): Promise<'here' | 'elsewhere' | 'nobody'>
    slackCalls(): { lastAnswered?: SlackFact; lastFailed?: SlackFact }
    slackHolds(): readonly { method: string; scope: string; leftMs: number }[]
  }
type SlackFact = { method: string; outcome: string; secondsAgo: number }

/** Examines this process, as it stands towards one workspace. Asks Slack about the token. Never rejects. */
export async function examineProcess(patient: Patient, workspace: string): Promise<Finding[]> {
  const time = steadyBeside(patient.clock)
  const [slack, address, store, leader] = await Promise.all([
    aboutSlack(patient, () => patient.tokenOf(workspace)),
    aboutAddress(patient.config),
    aboutStore(patient),
    aboutLeader(patient, workspace),
  ])
  return [
    ...slack,
    fromSlack(patient),
    ...address,
    ...store,
    leader,
    aboutRounds({ ...patient, clock: time }),
    ...calls(patient),
  ]
}

function fromSlack({ config, clock, isConnected, lastRequestAt }: Patient): Finding {
  const part = 'From Slack'
  if (config.slack.mode === 'socket') {
    return isConnected()
      ? { part, state: 'well', says: 'Socket Mode, connected' }
      : { part, state: 'ill', says: 'Socket Mode, not connected', mend: connectAgain }
  }
  const at = lastRequestAt()
  if (at === undefined) return { part, state: 'unknown', says: 'HTTP; Slack has sent this replica nothing yet' }
  const age = formatDuration(steadyBeside(clock).now() - at)
  return { part, state: 'well', says: `HTTP; the last signed request came ${age} ago` }
}

const connectAgain =
  'Ferry connects again by itself. If it stays, check the network, and SLACK_APP_TOKEN in Basic Information.'

async function aboutStore({ store, config }: Patient): Promise<Finding[]> {
  try {
    await store.prove()
    return storeIsWell(store, config)
  } catch (error) {
    return [illness(error)]
  }
}

async function aboutLeader({ leaderOf }: Patient, workspace: string): Promise<Finding> {
  const part = 'Leader'
  try {
    const who = await leaderOf(workspace)
    if (who === 'nobody') {
      const mend =
        'A replica takes it within seconds. If it stays, the log says why: “A workspace could not be taken over”.'
      return { part, state: 'ill', says: `no replica leads ${workspace}`, mend }
    }
    return { part, state: 'well', says: `${who === 'here' ? 'this replica' : 'another replica'} leads ${workspace}` }
  } catch (error) {
    return { ...illness(error), part }
  }
}

/** Whether polling goes on, as readiness judges it. */
export function aboutRounds(facts: TickFacts): Finding {
  const part = 'Rounds'
  const { isGoingOn, hasEnded, ageMs } = judgeRounds(facts)
  const every = `expected every ${formatDuration(facts.intervalMs)}`
  const says = hasEnded ? `the last ended ${formatDuration(ageMs)} ago, ${every}` : `none has ended yet; ${every}`
  if (isGoingOn) return { part, state: hasEnded ? 'well' : 'unknown', says }
  const mend = 'Look at ferry_event_loop_lag_seconds and the log, and restart this replica.'
  return { part, state: 'ill', says, mend }
}

/** A method of Slack's. A call to an address that Slack gave, such as that of an answer, has no name. */
function nameOf({ method }: SlackFact): string {
  return method === 'other' ? 'Slack' : method
}

function calls({ slackCalls, slackHolds }: Patient): Finding[] {
  const { lastAnswered, lastFailed } = slackCalls()
  const told = [
    ...(lastAnswered === undefined ? [] : [`${nameOf(lastAnswered)} answered ${agoOf(lastAnswered)}`]),
    ...(lastFailed === undefined ? [] : [`${nameOf(lastFailed)} failed ${agoOf(lastFailed)} (${lastFailed.outcome})`]),
  ]
  const isFailing = lastFailed !== undefined && lastFailed.secondsAgo < (lastAnswered?.secondsAgo ?? Infinity)
  const part = 'To Slack'
  const reached: Finding = isFailing
    ? {
        part,
        state: 'ill',
        says: told.join('; '),
        mend: 'Ferry does not reach Slack: check the network, DNS and firewall.',
      }
    : { part, state: 'well', says: told.join('; ') || 'nothing was called yet' }
  const held = slackHolds().map(
    ({ method, scope, leftMs }): Finding => ({
      part: 'Limits',
      state: 'ill',
      says: `Slack limits ${method} (${scope}) for another ${formatDuration(leftMs)}`,
      mend: 'Nothing is lost; Ferry goes on when Slack allows it.',
    }),
  )
  return [reached, ...held]
}

function agoOf({ secondsAgo }: SlackFact): string {
  return `${formatDuration(secondsAgo * 1000)} ago`
}
