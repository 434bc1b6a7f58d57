import type { Command, Topic } from './machine/command.ts'
import { accounts } from './verbs/accounts.ts'
import { ack } from './verbs/ack.ts'
import { agree } from './verbs/agree.ts'
import { approvals } from './verbs/approvals/approvals.ts'
import { approve } from './verbs/approve.ts'
import { audit } from './verbs/audit/audit.ts'
import { browse } from './verbs/browse/browse.ts'
import { digest } from './verbs/calm/digest.ts'
import { mute, unmute } from './verbs/calm/mute.ts'
import { quiet } from './verbs/calm/quiet.ts'
import { cancel } from './verbs/cancel.ts'
import { connect } from './verbs/connect.ts'
import { create } from './verbs/create/create.ts'
import { deleteCommand } from './verbs/delete.ts'
import { disconnect } from './verbs/disconnect.ts'
import { doctor } from './verbs/doctor/doctor.ts'
import { escalate } from './verbs/escalate.ts'
import { explainCommand } from './verbs/explain/explain.ts'
import { failures } from './verbs/failures/failures.ts'
import { help } from './verbs/help.ts'
import { keys } from './verbs/keys.ts'
import { list } from './verbs/list/list.ts'
import { owner } from './verbs/owner/owner.ts'
import { pause } from './verbs/pause.ts'
import { policy } from './verbs/policy/policy.ts'
import { reject } from './verbs/reject.ts'
import { requests } from './verbs/requests.ts'
import { review } from './verbs/review.ts'
import { rolesCommand } from './verbs/roles/roles.ts'
import { limit } from './verbs/settings/limit.ts'
import { priority } from './verbs/settings/priority.ts'
import { retry } from './verbs/start/retry.ts'
import { start } from './verbs/start/start.ts'
import { stats } from './verbs/stats/stats.ts'
import { status } from './verbs/status/status.ts'
import { subscribe } from './verbs/subscribe/subscribe.ts'
import { unsubscribe } from './verbs/subscribe/unsubscribe.ts'
import { sync } from './verbs/sync/sync.ts'
import { repair } from './verbs/watch/repair.ts'
import { testChannel } from './verbs/watch/test-channel.ts'
import { unwatch } from './verbs/watch/unwatch.ts'
import { watch } from './verbs/watch/watch.ts'
import { watches } from './verbs/watch/watches.ts'
import { welcome } from './verbs/welcome.ts'
import { withdraw } from './verbs/withdraw.ts'

/** Every verb of `/migrate`, grouped by what people want, in the order of the help. */
export const topics: readonly Topic[] = [
  { name: 'seeing', title: 'Look', commands: [status, failures, list, stats, browse, explainCommand] },
  {
    name: 'acting',
    title: 'Act',
    commands: [pause, start, retry, limit, priority, sync, policy, cancel, deleteCommand],
  },
  {
    name: 'following',
    title: 'Follow',
    commands: [watch, unwatch, subscribe, unsubscribe, watches, testChannel, repair],
  },
  { name: 'responding', title: 'On call', commands: [ack, escalate, mute, unmute, quiet, digest] },
  {
    name: 'requesting',
    oldNames: ['asking'],
    title: 'Move something new',
    commands: [create, requests, review, approve, reject, withdraw],
  },
  { name: 'setup', title: 'Set up', commands: [welcome, connect, accounts, disconnect, agree, keys, doctor] },
  { name: 'access', title: 'Who can do what', commands: [rolesCommand, owner, approvals, audit] },
]

export const commands: readonly Command[] = [...topics.flatMap((topic) => topic.commands), help]
