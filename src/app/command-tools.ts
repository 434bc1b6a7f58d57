import type { PeopleIn } from '../access/people.ts'
import { type Clock, wokenBy } from '../async/clock.ts'
import type { Trace } from '../async/trace.ts'
import { commands, topics } from '../commands/index.ts'
import type { Command, Invocation, Tools } from '../commands/machine/command.ts'
import { dispatch, leftBehind } from '../commands/machine/dispatch.ts'
import { namingSlowClouds } from '../commands/machine/long-wait.ts'
import { suggest } from '../commands/machine/suggest.ts'
import type { Recall } from '../commands/recall.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../operate/metrics/metrics.ts'
import type { Stops } from '../operate/stops.ts'
import type { Connections } from '../providers/connections.ts'
import type { Http } from '../providers/http/http.ts'
import { providers } from '../providers/index.ts'
import type { Dispatcher } from '../slack/answer/interaction.ts'
import type { Newest } from '../slack/answer/newest.ts'
import type { Work } from '../slack/answer/work.ts'
import type { SlackWire } from '../slack/client/wire.ts'
import type { Store } from '../store/store.ts'
import type { Message } from '../views/blocks/message.ts'
import type { Finding } from '../views/page/doctor.ts'
import type { Leaders } from './leaders.ts'

/** The dispatcher that runs the commands of one workspace. */
export function dispatcherOf(running: CommandParts, workspace: string): Dispatcher {
  const { clock, log, metrics, work } = running
  const { tellingOfWaits } = running.connections
  return {
    commands,
    clock,
    log,
    newest: running.newest,
    async run(command: Command, invocation: Invocation, showMeanwhile: (message: Message) => Promise<void>) {
      const tools = toolsOf(running, workspace)
      const dispatched = namingSlowClouds({ tellingOfWaits, showMeanwhile }, (show) =>
        dispatch(command, invocation, { ...tools, showMeanwhile: show, log }),
      )
      const what = `${command.verb} by ${invocation.origin.user} in ${workspace}`
      const outcome = await work.inTime(what, dispatched, () => leftBehind(invocation))
      metrics.commands.add({ verb: command.verb, outcome: outcome.code })
      return outcome
    },
    opensForm(command, invocation) {
      const isForm = command.opensForm?.(invocation, toolsOf(running, workspace)) ?? false
      // Running the command tells what is wrong.
      return typeof isForm === 'boolean' ? isForm : isForm.catch(() => false)
    },
    onShare: (channel) => running.fleet.wake(workspace, { what: 'shared', channel }),
    suggest: (command, invocation, asked) =>
      suggest(command, { invocation, asked }, { ...toolsOf(running, workspace), showMeanwhile: async () => {}, log }),
  }
}

/** Everything that commands need, for all workspaces. */
export type CommandParts = {
  store: Store
  connections: Clouds
  wire: SlackWire
  fleet: Leaders
  people: PeopleIn
  recall: Recall
  metrics: Metrics
  clock: Clock
  work: Work
  newest: Newest
  stops: Pick<Stops, 'ending'>
  log: Log
  trace: Trace
  /** How this process stands towards a workspace. */
  examine(workspace: string): Promise<readonly Finding[]>
}
export type Clouds = Connections & Pick<Http, 'tellingOfWaits'>

/** Everything that a command needs in one workspace. */
export function toolsOf(
  { connections, wire, fleet, store, people, recall, clock, log, stops, trace, examine }: CommandParts,
  workspace: string,
): Omit<Tools, 'showMeanwhile'> {
  const noting = <Result>(result: Promise<Result>, failure: string) =>
    result.catch((error: unknown) => {
      log.warn({ err: error, workspace }, failure)
      throw error
    })
  return {
    store: fleet.storeIn(workspace),
    fleet: fleet.readerOf(workspace),
    topics,
    providers,
    connect: (account) => connections.of(workspace, account),
    isEndpointAllowed: connections.isEndpointAllowed,
    canPost: (channel) => wire.canPost({ workspace, channel }),
    lookNow: (account, id) => fleet.wake(workspace, { what: 'look', account, ids: id === undefined ? [] : [id] }),
    lookAround: (accounts) => fleet.wake(workspace, { what: 'moving', accounts: [...accounts] }),
    tryOut: (trial) => fleet.wake(workspace, { what: 'trial', ...trial }),
    noteDeleted: (account, id) => fleet.wake(workspace, { what: 'deleted', account, id }),
    attend: (id) => fleet.wake(workspace, { what: 'request', id }),
    recall: (key, read) => recall(`${workspace} ${key}`, read),
    claim: store.claim,
    ...people.in(workspace),
    // Once Ferry is asked to stop, commands no longer wait.
    clock: wokenBy(stops.ending, clock),
    trace,
    examine: () => examine(workspace),
    sendFile: (file) => noting(wire.sendFile({ workspace, ...file }), 'A file was not sent'),
  }
}
