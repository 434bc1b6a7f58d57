import { accounts } from './accounts.ts'
import { agree } from './agree.ts'
import { approvals } from './approvals.ts'
import { approve } from './approve.ts'
import { audit } from './audit.ts'
import { browse } from './browse/browse.ts'
import { cancel } from './cancel.ts'
import type { Command, Topic } from './command.ts'
import { connect } from './connect.ts'
import { create } from './create/create.ts'
import { deleteCommand } from './delete.ts'
import { disconnect } from './disconnect.ts'
import { explainCommand } from './explain.ts'
import { help } from './help.ts'
import { keys } from './keys.ts'
import { limit } from './limit.ts'
import { list } from './list.ts'
import { pause } from './pause.ts'
import { policy } from './policy.ts'
import { priority } from './priority.ts'
import { reject } from './reject.ts'
import { requests } from './requests.ts'
import { retry } from './retry.ts'
import { review } from './review.ts'
import { rolesCommand } from './roles.ts'
import { start } from './start.ts'
import { stats } from './stats.ts'
import { status } from './status.ts'
import { sync } from './sync.ts'
import { unwatch } from './unwatch.ts'
import { watch } from './watch.ts'
import { watches } from './watches.ts'
import { withdraw } from './withdraw.ts'

/** Every verb of `/migrate` by what people want, in the order of the help. */
export const topics: readonly Topic[] = [
  { name: 'seeing', title: 'Look', commands: [status, list, stats, browse, explainCommand] },
  {
    name: 'acting',
    title: 'Act',
    commands: [pause, start, retry, limit, priority, sync, policy, cancel, deleteCommand],
  },
  { name: 'following', title: 'Follow', commands: [watch, unwatch, watches] },
  { name: 'asking', title: 'Move something new', commands: [create, requests, review, approve, reject, withdraw] },
  { name: 'setup', title: 'Set up', commands: [connect, accounts, disconnect, agree, keys] },
  { name: 'access', title: 'Who may what', commands: [rolesCommand, approvals, audit] },
]

export const commands: readonly Command[] = [...topics.flatMap((topic) => topic.commands), help]

/** Shown by Slack while somebody types the command. */
export const usageHint = 'status 1912… · list · watch 1912… · help'
