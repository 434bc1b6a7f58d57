import type { Limit, LimitRules } from '../migrations/limit-rules.ts'
import { lastMinute } from '../migrations/limit-rules.ts'
import { limitExample } from '../migrations/limit-text.ts'
import type { Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import { speedInBothUnits } from '../migrations/speed.ts'
import { context, section } from './elements.ts'
import { formModal, question } from './form.ts'
import { plural } from './format.ts'
import type { Modal } from './message.ts'
import { code } from './text.ts'
import { isAllDay, limitHours, route } from './words.ts'

const hoursNote = 'Hours are by the cloud’s own clock; it does not say in which time zone that is.'

/** What was set: a title, and the rules one a line where there are several. */
export function limitsInWords(limits: readonly Limit[]): readonly [title: string, ...rules: string[]] {
  const [first, ...others] = limits.map(limitInWords)
  if (first === undefined) return ['No limit any more']
  return others.length === 0 ? [`Limited to ${first}`] : ['Limited by the hour', first, ...others]
}

function limitInWords(limit: Limit): string {
  return `${speedInBothUnits(limit.bytesPerSecond)} ${limitHours(limit)}`
}

/** Said only where hours were set. */
export function noteOnHours(limits: readonly Limit[]): string | undefined {
  return limits.every(isAllDay) ? undefined : hoursNote
}

export type LimitForm = {
  migrations: readonly Migration[]
  rules: LimitRules
  /** The rules that they all have now, one a line; empty when there are none, or several. */
  present: string
  command: string
  channel?: string
}

/** One line a rule, which is quicker on a phone than fields for each speed and hour. */
export function limitForm({ migrations, rules, present, command, channel }: LimitForm): Modal {
  const { minBytesPerSecond: least, maxBytesPerSecond: most, maxRules } = rules
  return formModal({
    title: 'Limit speed',
    submit: 'Set limits',
    memo: { command, ...(channel === undefined ? {} : { channel }) },
    blocks: [
      ...migrationLines(migrations),
      question({
        name: 'rules',
        label: 'Rules, one a line',
        hint: `As ${limitExample.replace(', ', ' or ')}; without hours for the whole day. These replace all present rules. Write off to lift every limit.`,
        placeholder: '50MB/s 09:00-18:00',
        isMultiline: true,
        maxLength: 500,
        ...(present === '' ? {} : { initial: present }),
      }),
      context(
        `From ${speedInBothUnits(least)} to ${speedInBothUnits(most)}, ${plural(maxRules, 'rule')} at most, none over midnight: the last minute is ${lastMinute}. ${hoursNote}`,
      ),
    ],
  })
}

/** Above a form that is for one migration or for several. */
export function migrationLines(migrations: readonly Migration[]) {
  return migrations.map((migration) =>
    section(`*${route(migration.source, migration.target)}*\n${code(refOf(migration))}`),
  )
}
