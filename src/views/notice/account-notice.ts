import type { KnownBlock } from '@slack/types'
import type { Subject } from '../../access/roles.ts'
import type { CloudWords } from '../../migrations/trouble.ts'
import { subjectsText } from '../access/roles.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { cloudLines, supportLines } from '../words/cloud-words.ts'
import { plural } from '../words/format.ts'
import { at, code, escaped, period, notice as plainNotice, sentence } from '../words/text.ts'

export type AccountNotice = {
  account: string
  trouble: { code: string; what: string; next: string; since: number; cloud?: CloudWords }
  /** Number of watches in the channel that are not followed meanwhile. */
  blind: number
  healedAt?: number
  /** Slack user id of the person who connected the account. */
  owner?: string
  /** The owners of the account, whom the message calls. */
  called?: readonly Subject[]
}

/** The message to a channel about an account whose migrations Ferry cannot follow. */
export function accountNotice({ account, trouble, blind, healedAt, owner, called = [] }: AccountNotice): Message {
  const what = sentence(trouble.what)
  if (healedAt !== undefined) {
    return {
      text: plainNotice(`Ferry follows ${account} again`),
      blocks: [
        section(`:white_check_mark: *Ferry follows ${code(account)} again*`),
        context(`${period(trouble.since, healedAt)}: ${what}`),
      ],
    }
  }
  const followed =
    blind === 0
      ? 'Nothing of it that this channel follows was running; Ferry can’t see whether something new begins.'
      : `${plural(blind, 'migration')} that this channel watches ${blind === 1 ? 'is' : 'are'} not being followed.`
  return {
    text: plainNotice(`Ferry can’t follow ${account}: ${trouble.what}`),
    blocks: [
      section(`:warning: *Ferry can’t follow ${code(account)}*\n${what} ${followed}`),
      ...adviceBlocks(trouble),
      ...(called.length === 0 ? [] : [section(`*Called:* ${subjectsText(called)} (for the account)`)]),
      context(
        [`since ${at(trouble.since)}`, ...(owner === undefined ? [] : [`connected by <@${escaped(owner)}>`])].join(
          ' · ',
        ),
      ),
      ...supportLines(trouble.cloud).map(context),
      ...choices([
        { label: 'Watches', command: 'watches' },
        ...(isCurable(trouble.code) ? [connectAgain(account)] : []),
      ]),
    ],
  }
}

function adviceBlocks({ next, cloud }: AccountNotice['trouble']): KnownBlock[] {
  const lines = [...cloudLines(cloud), ...(next === '' ? [] : [sentence(next)])]
  return lines.length === 0 ? [] : [section(lines.join('\n'))]
}

/** One line for the notice's thread, shown in the channel too. */
export function accountNote(
  account: string,
  type: 'changed' | 'healed',
  trouble: Pick<AccountNotice['trouble'], 'what' | 'cloud'>,
): Message {
  const text =
    type === 'healed'
      ? `:white_check_mark: Ferry follows ${code(account)} again.`
      : [`:warning: ${code(account)}: ${sentence(trouble.what)}`, ...cloudLines(trouble.cloud)].join('\n')
  const plain = type === 'healed' ? `Ferry follows ${account} again` : `${account}: ${trouble.what}`
  return { text: plainNotice(plain), blocks: [section(text)] }
}

/** The choice for an account whose credentials have to be given again. */
export function connectAgain(account: string) {
  return { label: 'Connect again', command: `connect ${account}` }
}

const curable = [
  'provider_denied',
  'account_not_found',
  'seal_unopenable',
  'record_unreadable',
  'account_elsewhere',
  'many_missing',
]

/** Whether connecting an account again ends its trouble, named by its error code. */
export function isCurable(trouble: string): boolean {
  return curable.includes(trouble)
}
