import { defined } from '../../defined.ts'
import type { ListFilter } from '../../migrations/list-filter.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Limit, LimitRules } from '../../migrations/typed/limit-rules.ts'
import { lastMinute } from '../../migrations/typed/limit-rules.ts'
import { limitExample } from '../../migrations/typed/limit-text.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { speedInBothUnits } from '../../migrations/typed/speed.ts'
import { context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import type { Modal } from '../blocks/message.ts'
import { filteredText } from './filter.ts'
import { formatCount, plural } from './format.ts'
import { code } from './text.ts'
import { isAllDay, limitHours, route } from './words.ts'

const hoursNote = 'Hours follow the cloud’s own clock. The cloud does not say which time zone it uses.'

/** Limits in words: a title and, if there are several rules, one line for each. */
export function limitsInWords(limits: readonly Limit[]): readonly [title: string, ...rules: string[]] {
  const [first, ...others] = limits.map(limitInWords)
  if (first === undefined) return ['No limit now']
  return others.length === 0 ? [`Limited to ${first}`] : ['Limited by the hour', first, ...others]
}

function limitInWords(limit: Limit): string {
  return `${speedInBothUnits(limit.bytesPerSecond)} ${limitHours(limit)}`
}

/** A note about the cloud's clock. Undefined unless hours were set. */
export function noteOnHours(limits: readonly Limit[]): string | undefined {
  return limits.every(isAllDay) ? undefined : hoursNote
}

export type LimitForm = {
  migrations: readonly Migration[]
  rules: LimitRules
  /** The rules that all migrations have now, one per line. Empty if they have none or differ. */
  present: string
  command: string
  /** The filter that shows the migrations, if one does, and how many it shows in all. */
  of?: { filter: ListFilter; total: number }
  channel?: string
}

/** The form for limits, with one rule per line: on a phone that is quicker than fields for each speed and hour. */
export function limitForm({ migrations, rules, present, command, of, channel }: LimitForm): Modal {
  const { minBytesPerSecond: least, maxBytesPerSecond: most, maxRules } = rules
  return formModal({
    title: of === undefined ? 'Limit speed' : `Limit ${formatCount(migrations.length)} migrations`,
    submit: 'Set limits',
    memo: { command, ...defined({ channel }) },
    blocks: [
      ...(of === undefined
        ? migrationLines(migrations)
        : [section(filteredText(of.filter, { taken: migrations.length, total: of.total }))]),
      question({
        name: 'rules',
        label: 'Rules, one per line',
        hint: `As ${limitExample.replace(', ', ' or ')}. A rule without hours applies all day. These replace all current rules. Type off to remove every limit.`,
        placeholder: '50MB/s 09:00-18:00',
        isMultiline: true,
        maxLength: 500,
        ...(present === '' ? {} : { initial: present }),
      }),
      context(
        `From ${speedInBothUnits(least)} to ${speedInBothUnits(most)}, ${plural(maxRules, 'rule')} at most. A rule can’t cross midnight: the last minute is ${lastMinute}. ${hoursNote}`,
      ),
    ],
  })
}

/** The migrations that a form is about, one section each. */
export function migrationLines(migrations: readonly Migration[]) {
  return migrations.map((migration) =>
    section(`*${route(migration.source, migration.target)}*\n${code(refOf(migration))}`),
  )
}
