import { z } from 'zod'
import { defined } from '../../defined.ts'
import { type Limit, limitSchema } from '../typed/limit-rules.ts'
import { formatLimits, readLimits } from '../typed/limit-text.ts'
import type { OptionField, Parts, Reading } from './field.ts'
import { choiceField, textField, told, trimmed, yesOrNoField } from './field-types.ts'
import { readMoment, writeMoment } from './moment.ts'
import type { Phrase } from './phrase.ts'

export const overwrites = ['never', 'if size or time differ', 'if checksum differs', 'always'] as const
export type Overwrite = (typeof overwrites)[number]
export const consistencyChecks = ['size and time', 'checksum', 'transmission', 'none'] as const
export type ConsistencyCheck = (typeof consistencyChecks)[number]
export const priorities = ['high', 'medium', 'low'] as const
export type Priority = (typeof priorities)[number]

const step = 'options'

const overwriteWords: Readonly<Record<Overwrite, string>> = {
  never: 'never overwrites',
  'if size or time differ': 'overwrites if size or time differ',
  'if checksum differs': 'overwrites if the checksum differs',
  always: 'always overwrites',
}

/**
 * Fields for how objects are copied, as people request it and clouds report it, in the order in which they are worded.
 */
export const copyingFields = {
  overwrite: told(
    choiceField(overwrites, {
      step,
      label: 'Overwrite existing objects',
      flag: 'overwrite',
      labels: {
        never: 'Never',
        'if size or time differ': 'If size or time differ',
        'if checksum differs': 'If the checksum differs',
        always: 'Always',
      },
    }),
    (value) => [overwriteWords[value]],
  ),
  check: told(
    choiceField(consistencyChecks, {
      step,
      label: 'Verify after copying',
      flag: 'check',
      labels: {
        'size and time': 'Size and time',
        checksum: 'Checksum',
        transmission: 'Checksum of the transferred data',
        none: 'Nothing',
      },
    }),
    (value) => [`compares ${value === 'none' ? 'nothing' : value}`],
  ),
  storageClass: told(textField({ step, as: 'choice', label: 'Storage class', flag: 'storage-class' }), (value) => [
    'storage class ',
    { name: value, most: 40 },
  ]),
  copiesMetadata: yesOrNoField({ step, label: 'Copy metadata', words: 'copying metadata' }),
  restoresArchived: yesOrNoField({
    step,
    label: 'Restore archived objects first',
    words: 'restoring archived objects',
  }),
  encrypts: yesOrNoField({ step, label: 'Encrypt at the destination', words: 'encrypting' }),
  requesterPays: yesOrNoField({
    step,
    label: 'Requester pays',
    hint: 'The owner of the source key pays for reading, not the bucket’s owner.',
    words: 'paying as the requester',
  }),
  recordsFailures: yesOrNoField({
    step,
    label: 'Record failed objects',
    hint: 'Writes a list to the destination bucket.',
    words: 'recording failed objects',
  }),
}

/** The field for bandwidth rules. An empty answer leaves it open; "off" means no limit at all. */
const limits: OptionField<readonly Limit[]> = {
  schema: z.array(limitSchema).readonly(),
  questions: [
    {
      part: '',
      step,
      as: 'lines',
      label: 'Speed limit',
      hint: 'One rule per line. A rule without times applies all day.',
      placeholder: '50MB/s 09:00-18:00',
      flag: 'limit',
    },
  ],
  read({ '': typed }, { limitRules = anyRules }) {
    if (typed === undefined) return {}
    const read = readLimits(typed, limitRules)
    return read.ok ? { value: read.limits } : { problem: read.problem }
  },
  write: (value) => ({ '': formatLimits(value, '\n') }),
  // Limits are shown on a line of their own.
  words: () => [],
}

/** Rules for a form whose cloud has none: the cloud itself refuses what it does not take. */
const anyRules = { minBytesPerSecond: 1, maxBytesPerSecond: Number.MAX_SAFE_INTEGER, maxRules: 1000 }

const since: OptionField<number> = {
  schema: z.number(),
  questions: [
    {
      part: '',
      step,
      as: 'text',
      label: 'Only objects changed since',
      hint: 'In UTC. Without a time: from midnight.',
      placeholder: '2026-11-22 08:30',
      maxLength: 40,
      flag: 'since',
    },
  ],
  read: ({ '': typed }) => readMoment(typed),
  write: (value) => ({ '': writeMoment(value) }),
  words: (value) => ['only objects changed since ', { moment: value }],
}

const ends = ['success', 'failure'] as const
const notificationSchema = z.object({
  topic: z.string(),
  on: z.array(z.enum(ends)).readonly(),
  language: z.string().exactOptional(),
  template: z.string().exactOptional(),
})
type Notification = z.infer<typeof notificationSchema>

const notification: OptionField<Notification> = {
  schema: notificationSchema,
  questions: [
    {
      part: 'topic',
      step,
      as: 'text',
      heading: 'Cloud notification',
      label: 'Topic',
      hint: 'The cloud notifies this topic when the migration ends.',
      placeholder: 'urn:smn:cn-north-4:<project>:<name>',
      maxLength: 1024,
    },
    {
      part: 'on',
      step,
      as: 'choice',
      label: 'Notify about',
      initial: 'both',
      choices: [
        { value: 'both', label: 'Success and failure' },
        { value: 'failure', label: 'Failure only' },
        { value: 'success', label: 'Success only' },
      ],
    },
    { part: 'language', step, as: 'choice', label: 'Language' },
    {
      part: 'template',
      step,
      as: 'text',
      label: 'Message template',
      hint: 'The template’s name. Leave empty to use the cloud’s own message.',
      maxLength: 255,
    },
  ],
  read: readNotification,
  write: ({ topic, on, language, template }) => ({ topic, on: endsWord(on), language, template }),
  words: ({ topic, on, language, template }): Phrase => [
    'notifies ',
    { name: topic, most: 80 },
    ` on ${on.join(' and ')}`,
    ...(language === undefined ? [] : [' in ', { word: language, most: 20 }]),
    ...(template === undefined ? [] : [' with the template ', { name: template, most: 60 }]),
  ],
}

/**
 * Reads the topic, its events, language and template. A template without a topic still makes a value, so that the
 * missing topic is reported. A language alone does not, since a choice from a list cannot be taken back.
 */
function readNotification({ on: typed, ...parts }: Parts): Reading<Notification> {
  const [topic, language, template] = [parts.topic, parts.language, parts.template].map(trimmed)
  if ((topic ?? template) === undefined) return {}
  const chosen = ends.filter((end) => end === typed)
  const on: Notification['on'] = chosen.length === 0 ? ends : chosen
  return { value: defined({ topic: topic ?? '', on, language, template }) }
}

function endsWord(on: Notification['on']): string {
  const [only, ...others] = on
  return only === undefined || others.length > 0 ? 'both' : only
}

/** Fields for everything that can be chosen besides source and destination, in the order in which they are worded. */
export const optionFields = {
  ...copyingFields,
  priority: told(
    choiceField(priorities, {
      step,
      label: 'Priority',
      flag: 'priority',
      choices: [
        { value: 'high', label: 'High' },
        { value: 'medium', label: 'Medium' },
        { value: 'low', label: 'Low' },
      ],
    }),
    (value) => [`priority ${value}`],
  ),
  since,
  notification,
  limits,
}
