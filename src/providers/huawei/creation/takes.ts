import type { Takes } from '../../../migrations/fields/index.ts'
import { consistencyChecks, overwrites } from '../../../migrations/fields/option-fields.ts'
import { cdnAuthentications } from '../cdn.ts'
import { storageClasses } from '../options.ts'
import { bucketClouds, mostNames, notificationLanguages, sourceClouds } from '../requests/rules.ts'

/* What each kind takes (5.2.3, 5.3.3, 5.4.2), in the order in which people think of it. */

const places = {
  'source.cloud': { isRequired: true, choices: sourceClouds },
  'source.region': { isRequired: true },
  'source.bucket': { isRequired: true },
  'source.key': { isRequired: true },
  'target.bucket': { isRequired: true },
  'target.key': { isRequired: true },
} satisfies Takes

const anyCopying = {
  'options.storageClass': { choices: storageClasses, default: 'STANDARD' },
  'options.check': { choices: consistencyChecks.filter((check) => check !== 'transmission'), default: 'size and time' },
  'options.copiesMetadata': { default: false },
  'options.restoresArchived': { default: false },
  'options.encrypts': { default: false },
} satisfies Takes

const copying = {
  'options.overwrite': { choices: overwrites, default: 'if size or time differ' },
  'options.since': {},
  'options.limits': {},
  ...anyCopying,
  'options.recordsFailures': { default: true },
  'options.requesterPays': { default: false },
  'target.region': {},
  'options.notification': {
    choices: notificationLanguages,
    words: { language: { unanswered: 'Cloud’s default: English' } },
  },
} satisfies Takes

const rareSource = {
  'source.appId': { isRequired: true, clouds: ['Tencent'] },
  'source.cdn': { choices: cdnAuthentications },
} satisfies Takes

export const taskTakes: Takes = {
  ...places,
  'source.selection': { choices: ['everything', 'prefixes', 'objects', 'list', 'url list'] },
  'source.names': { isRequired: true, most: mostNames },
  'source.listFile': { isRequired: true },
  'target.prefix': {},
  description: {},
  'options.priority': { default: 'medium' },
  ...copying,
  ...rareSource,
}

export const groupTakes: Takes = {
  ...places,
  'source.selection': { choices: ['everything', 'prefixes', 'list', 'url list'] },
  'source.names': { isRequired: true, most: mostNames },
  'source.listFile': { isRequired: true, words: { key: { label: 'Folder of the list files', placeholder: 'lists/' } } },
  'target.prefix': {},
  description: {},
  ...copying,
  ...rareSource,
}

/** Fields of a synchronization task. It follows a whole bucket and overwrites changed objects. */
export const syncTakes: Takes = {
  ...places,
  'source.cloud': { isRequired: true, choices: bucketClouds },
  description: {},
  ...anyCopying,
  'options.check': { choices: consistencyChecks.filter((check) => check !== 'none'), default: 'size and time' },
  'target.region': {},
  ...rareSource,
}
