import type { WebClient } from '@slack/web-api'
import type { Clock } from '../../async/clock.ts'
import type { Log } from '../../log.ts'
import type { LinkPreview } from '../../views/link/work-object.ts'
import { createLacking } from '../client/lacking.ts'
import { refusalOf } from '../client/refusals.ts'

/** Shows what links lead to, below the messages that hold them. */
export type Unfurls = {
  /** Shows one link as a Work Object, or as blocks where Slack does not take that. Throws slack_refused. */
  show(preview: LinkPreview, at: UnfurledMessage): Promise<void>
}
export type UnfurledMessage = { client: WebClient; workspace: string; channel: string; ts: string }

export type UnfurlsParts = {
  /** Whether the app has Work Objects. */
  hasWorkObjects: boolean
  clock: Clock
  log: Log<'warn'>
}

/** Creates a sender that remembers which workspaces refused a Work Object, so that few links are sent twice. */
export function createUnfurls({ hasWorkObjects, clock, log }: UnfurlsParts): Unfurls {
  const { isLacking, note } = createLacking(clock)
  return {
    async show({ url, entity, blocks }, { client, workspace, channel, ts }) {
      if (hasWorkObjects && !isLacking(workspace, 'Work Objects')) {
        const refused = await refusalIn(() => client.chat.unfurl({ channel, ts, metadata: { entities: [entity] } }))
        if (refused === undefined) return
        note(workspace, 'Work Objects')
        log.warn(
          { workspace, ...refused },
          'Slack does not take Work Objects in this workspace; links are shown as blocks',
        )
      }
      const known = blocks.flatMap((block) => (block.type === 'data_visualization' ? [] : [block]))
      await client.chat.unfurl({ channel, ts, unfurls: { [url]: { blocks: known } } })
    },
  }
}

/**
 * Why Slack did not take a Work Object. It refuses few of them: of most it warns, says that the call was well done, and
 * shows nothing. Throws any refusal that is not about the Work Object.
 */
async function refusalIn(unfurl: () => ReturnType<WebClient['chat']['unfurl']>): Promise<object | undefined> {
  try {
    const answer = await unfurl()
    const { warnings = [], messages = [] } = answer.response_metadata ?? {}
    const isWarned = warnings.includes(badMetadata) || ('warning' in answer && answer.warning === badMetadata)
    return isWarned ? { reason: badMetadata, messages } : undefined
  } catch (error) {
    const failure = refusalOf(error, { method: 'chat.unfurl', isRepeatable: true })
    const { reason } = failure.details
    if (failure.code !== 'slack_refused' || !aboutEntities.some((one) => one === reason)) throw failure
    return { reason }
  }
}

const badMetadata = 'invalid_metadata_format'
const aboutEntities = [badMetadata, 'invalid_metadata', 'missing_unfurls', 'feature_not_enabled', 'invalid_arguments']
