import { beforeAll, describe, expect, test } from 'vitest'
import { validateMessage, validateView } from '../../playground/slack/blockkit/validate.ts'
import { viewError } from '../../playground/slack/validity.ts'
import { readHome } from '../../src/commands/home.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { actedTogether } from '../../src/views/act/together.ts'
import type { Home, Message, Modal } from '../../src/views/blocks/message.ts'
import { boardMessage } from '../../src/views/group/board.ts'
import { digestMessage } from '../../src/views/group/digest.ts'
import { groupGrowth, groupSummary } from '../../src/views/group/group.ts'
import { groupMembers, membersThatFit } from '../../src/views/group/members.ts'
import { digestTitle, endTitle, floodTitle } from '../../src/views/group/title.ts'
import { requestCard } from '../../src/views/request/card.ts'
import { readable, typedBy } from '../views/readable.ts'
import { type Crowd, createCrowd, endsOf } from './crowd.ts'
import { shownIn, workspace } from './desk.ts'

type Shown = Message | Modal | Home
type Draw = (crowd: Crowd) => Shown | Promise<Shown>

/** The view of an answer to a typed command, or of the place that its first button leads to. */
function typed(text: string): Draw {
  return async ({ desk }) => shownIn((await desk.types(text)).reply)
}

function pressed(text: string): Draw {
  return async ({ desk }) => {
    const [command = text] = Object.values(typedBy(shownIn((await desk.types(text)).reply)))
    return shownIn((await desk.types(command)).reply)
  }
}

function home(user: string): Draw {
  return ({ desk }) => readHome({ workspace, user, isStranger: false, door: 'button' }, desk.tools)
}

/** The last page of a list that has 20 rows a page. */
function lastPage(text: string): Draw {
  return async (crowd) => {
    const lines = readable(await typed(text)(crowd))
    const [, pages = '1'] = / · page 1 of (\d+)/.exec(lines.join('\n')) ?? []
    return typed(`${text} --page ${pages}`)(crowd)
  }
}

const states = ['failed', 'running', 'paused', 'succeeded', 'queued', 'cancelled', 'retrying']
const paged = ['list', ...states.map((state) => `list ${state}`), 'list wwww', 'watches', 'accounts', 'keys', 'owner']
const others = ['roles', 'requests', 'requests all', 'approvals history', 'browse']
const chosen = ['limit 191… 50MB/s', 'priority 191… high']
const own = ['watches me', 'keys me', 'roles me', 'requests me', 'owner me']

const answers: Record<string, Draw> = {
  ...Object.fromEntries(
    [...paged, ...others, ...chosen, ...own].flatMap((text) => [
      [text, typed(text)],
      [`${text}, last page`, lastPage(text)],
    ]),
  ),
  ...Object.fromEntries(
    [
      ...['doctor', 'audit', 'audit --details', 'help', 'help acting', 'welcome', 'approvals', 'approvals set'],
      ...['roles give', 'owner set', 'subscribe', 'unsubscribe', 'mute', 'digest', 'quiet', 'escalate', 'connect'],
      ...['create', 'status 191', 'retry 191…', 'watch 191…', 'review r-000000'],
    ].map((text) => [text, typed(text)]),
  ),
  'home of an admin': home('U1'),
  'home of an approver': home('U0A0'),
  'home of an owner': home('U0OWNER0'),
  'home of a member': home('U0MEMBER'),
  ...Object.fromEntries(
    ['list --group', 'list failed --group', 'status', 'why'].map((text) => [
      `${text} of a group`,
      ({ group, ...crowd }: Crowd) => typed(`${text} ${group.account}/${group.id}`)({ group, ...crowd }),
    ]),
  ),
  'status of a failed one': (crowd) => typed(`status ${refIn(crowd)}`)(crowd),
  'why one failed': (crowd) => typed(`why ${refIn(crowd)}`)(crowd),
}

/** A view while Slack refuses the channel in which everything is followed. */
function withoutChannel(draw: Draw): Draw {
  return async (crowd) => {
    const broken = { reason: 'not_in_channel', since: 1, triedAt: 1, wasOwnerTold: true }
    await crowd.desk.tools.store.channels.set('C1', { channel: 'C1', receipts: {}, begun: {}, broken })
    return draw(crowd)
  }
}

/** Drawn last, because they change what the others show. */
const acts: Record<string, Draw> = {
  'home of an admin whose channel refuses': withoutChannel(home('U1')),
  'home of a member whose channel refuses': withoutChannel(home('U0MEMBER')),
  'watches in a channel that refuses': withoutChannel(typed('watches')),
  'watches in a channel that refuses, last page': withoutChannel(lastPage('watches')),
  ...Object.fromEntries(
    ['pause all running', 'start all paused', 'retry all failed', 'limit all running 50MB/s'].flatMap((text) => [
      [text, typed(text)],
      [`${text}, answer`, pressed(text)],
    ]),
  ),
}

const told: Record<string, Draw> = {
  'the board of a channel': ({ migrations }) => boardMessage(migrations.map((migration) => ({ migration }))),
  'a digest': ({ migrations }) => {
    const lines = endsOf(migrations)
    const standing = { running: migrations.length, stalled: migrations.length, late: migrations.length }
    return digestMessage({ title: digestTitle(lines), lines, standing, hasChart: true })
  },
  'a flood of 1,000': ({ migrations }) =>
    groupSummary({ ...groupOf(migrations.slice(0, 1000)), title: floodTitle, isMixed: true }),
  'ends with one cause': ({ migrations }) => groupSummary(groupOf(migrations)),
  'ends with one cause that grow': ({ migrations }) => groupGrowth(groupOf(migrations)),
  'the members of a group': ({ migrations }) => {
    const lines = endsOf(migrations)
    return groupMembers(lines.slice(0, membersThatFit(lines, undefined)))
  },
  'an act that all refused': ({ migrations }) => {
    const refused = migrations.slice(0, 100).map((migration, index) => {
      const problem = `The cloud refused ${refOf(migration)} for the reason ${index}.${' And so on.'.repeat(10)}`
      return { ref: refOf(migration), migration, outcome: 'refused' as const, problem }
    })
    return actedTogether('pause', refused)
  },
  'the card of a request': async ({ desk }) => {
    const [record] = (await desk.tools.store.requests.list()).items
    if (record === undefined) throw new Error('There is no request')
    return requestCard(record.request)
  },
}

function groupOf(migrations: Crowd['migrations']) {
  return { id: 'group:C1#1', title: endTitle, failure: { code: 'TRF.0055' }, lines: endsOf(migrations) }
}

function refIn({ migrations: [first] }: Crowd): string {
  return `${first?.account}/${first?.id}`
}

/** The texts that a person reads without opening a menu. */
function readFrom(shown: Shown): string {
  return readable(shown)
    .join('\n')
    .replaceAll(/\[… .*?\]$/gm, '[…]')
    .replaceAll(/&(lt|gt|amp);/g, '&')
}

/** Characters after which nobody reads on on a phone, where the rest has a page of its own. */
const mostRead = 4000

/** It stands in a thread and is the only one that names each migration, so it may be as long as Slack accepts. */
const inThread = 'the members of a group'

describe.each([1, 10_000])('with %d migrations', { timeout: 120_000 }, (count) => {
  let crowd: Crowd
  beforeAll(async () => {
    crowd = await createCrowd(count)
  }, 120_000)

  test.each(Object.entries({ ...answers, ...told, ...acts }))(
    'Slack accepts %s, and a phone shows it in a few screens',
    async (name, draw) => {
      const shown = await draw(crowd)
      if ('type' in shown) {
        expect(validateView(shown)).toEqual([])
        expect(viewError(JSON.parse(JSON.stringify(shown)))).toBeUndefined()
      } else expect(validateMessage(shown)).toEqual([])
      const reading = readFrom(shown)
      if (name !== inThread) expect(reading.length).toBeLessThanOrEqual(mostRead)
      expect(reading).not.toMatch(/more not shown|more don’t fit here/)
    },
  )
})
