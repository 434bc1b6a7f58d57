import type { EntityCustomField, EntityMetadata, TaskEntityFields } from '@slack/types'
import { explainEnd } from '../../catalogue/explain-end.ts'
import { fractionOf } from '../../migrations/figures/pace.ts'
import { isFinal, type Migration, type State } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { button, type Choice, choices } from '../blocks/elements.ts'
import { cut, notEmpty } from '../blocks/limits.ts'
import { type Card, migrationCard } from '../card/card.ts'
import { detailLines, failedListLines, mishapLines } from '../card/details.ts'
import { groupTaskLines } from '../group/tasks.ts'
import { figureLines } from '../words/figures.ts'
import { formatPercent } from '../words/format.ts'
import { asPlain, at, withoutControls } from '../words/text.ts'
import { kindWords, sourceText, standingWords, targetText } from '../words/words.ts'

/** A migration that a link names, as Ferry last knew it. */
export type Linked = Pick<Card, 'migration' | 'provider' | 'trouble' | 'stalledSince'>

/** Preview of a link: `blocks` where Slack has no Work Objects. */
export type LinkPreview = { url: string; entity: EntityMetadata; blocks: ReturnType<typeof migrationCard>['blocks'] }

/** Preview that everybody in a channel sees below a message with a link to a migration. */
export function linkPreview(linked: Linked, url: string): LinkPreview {
  const card = migrationCard({ ...linked, purpose: 'shared' })
  const blocks = [...card.blocks.filter(({ type }) => type !== 'actions'), ...choices(offersOn(linked.migration))]
  const entity = entityOf(linked, { url, ref: { id: refOf(linked.migration) }, isWhole: false })
  return { url, blocks, entity: { ...entity, app_unfurl_url: url } }
}

/** A Work Object as Slack names it when somebody opens its pane: the answer must name the same one. */
export type Opened = { url: string; ref: EntityMetadata['external_ref'] }

/**
 * Pane of such a Work Object for the person who opens it. Slack then shows everybody these figures below the message.
 */
export function linkDetails(linked: Linked, opened: Opened): EntityMetadata {
  return entityOf(linked, { ...opened, isWhole: true })
}

function entityOf(linked: Linked, { url, ref, isWhole }: Opened & { isWhole: boolean }): EntityMetadata {
  const { migration, provider } = linked
  const custom = customFields(linked, isWhole)
  return {
    entity_type: 'slack#/entities/task',
    url,
    external_ref: ref,
    entity_payload: {
      attributes: {
        title: { text: titleOf(migration) },
        display_type: kindWords[migration.kind],
        display_id: cut(withoutControls(migration.id), longestName),
        product_name: provider.label,
      },
      fields: ownFields(linked),
      custom_fields: custom,
      display_order: ['status', 'description', ...custom.map(({ key }) => key), 'date_created', 'date_updated'],
      actions: { primary_actions: offersOn(migration).map(actionOf) },
    },
  }
}

/** Longest title, name and value, so that a pane stays readable on a phone. Slack documents no limits. */
const longestTitle = 150
const longestName = 120
const longestValue = 500

function titleOf({ source, target }: Migration): string {
  const [from, to] = [source, target].map(({ bucket, cloud }) => bucket || cloud || '?')
  return cut(withoutControls(`${from} → ${to}`), longestTitle)
}

function ownFields(linked: Linked): TaskEntityFields {
  const { migration } = linked
  const { createdAt, startedAt = createdAt, readAt } = migration
  const why = explainEnd(migration)
  return {
    status: { value: statusOf(linked), tag_color: colorOf(linked) },
    ...(why !== undefined && { description: { value: textOf(`${why.what} What to do: ${why.fix}`) } }),
    ...(startedAt !== undefined && { date_created: { label: 'Started', value: secondsOf(startedAt) } }),
    date_updated: { label: 'As of', value: secondsOf(readAt) },
  }
}

/** The state with the share that is done, and whether it can be believed. */
function statusOf({ migration, trouble, stalledSince }: Linked): string {
  const { word } = standingWords(migration)
  const share = migration.state === 'succeeded' ? undefined : fractionOf(migration)
  const stalled = stalledSince === undefined ? [] : [`no progress since ${asPlain(at(stalledSince))}`]
  const old = trouble === undefined || isFinal(migration.state) ? [] : ['out of date']
  return [word, ...(share === undefined ? [] : [formatPercent(share)]), ...stalled, ...old].join(' · ')
}

const colors: Record<State, string> = {
  queued: 'gray',
  running: 'blue',
  retrying: 'yellow',
  pausing: 'yellow',
  paused: 'yellow',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'gray',
  deleting: 'gray',
  deleted: 'gray',
  unknown: 'gray',
}

/** The color of the state. What needs a look is yellow, such as an end at which something was not migrated. */
function colorOf({ migration, trouble, stalledSince }: Linked): string {
  const needsLook = trouble !== undefined || stalledSince !== undefined || explainEnd(migration) !== undefined
  return needsLook && migration.state !== 'failed' ? 'yellow' : colors[migration.state]
}

function customFields(linked: Linked, isWhole: boolean): EntityCustomField[] {
  const { migration, provider, trouble } = linked
  const lines = [...figureLines(migration, provider), ...groupTaskLines(migration, mostTasks)]
  const more = isWhole ? [...mishapLines(migration), ...failedListLines(migration), ...detailLines(migration)] : []
  return [
    ...field('progress', 'Progress', lines),
    ...field('trouble', 'Out of date', trouble === undefined ? [] : [trouble.what, trouble.next]),
    ...field('source', 'From', [sourceText(migration.source)]),
    ...field('target', 'To', [targetText(migration.target)]),
    ...field('account', 'Account', [migration.account]),
    ...field('details', 'Details', more),
  ]
}

const mostTasks = 5

function field(key: string, label: string, lines: readonly string[]): EntityCustomField[] {
  const value = textOf(lines.filter((line) => line !== '').join('\n'))
  return lines.length === 0 ? [] : [{ key, label, type: 'string', value, long: value.length > longestName }]
}

function textOf(mrkdwn: string): string {
  return notEmpty(cut(asPlain(mrkdwn), longestValue))
}

function secondsOf(epochMs: number): number {
  return Math.floor(epochMs / 1000)
}

/** Buttons that anybody may press. Each answers the person who pressed it alone. */
function offersOn(migration: Migration): Choice[] {
  const ref = refOf(migration)
  return [
    { label: 'Open', command: `status ${ref}` },
    { label: 'Watch here', command: `watch ${ref}` },
  ]
}

function actionOf(choice: Choice) {
  const { action_id = '', value = '' } = button(choice)
  return { text: choice.label, action_id, value }
}
