import { consistencyChecks, overwrites } from '../../../migrations/copying.ts'
import type { SpecField, SpecOptions } from '../../../migrations/spec.ts'
import type { Offer } from '../../spec-problems.ts'
import { bucketClouds, mostNames, notificationLanguages, sourceClouds, storageClasses } from '../requests/nodes.ts'

/* What can be asked for of each kind (5.2.3, 5.3.3, 5.4.2), in the order in which people think of it. */

const place: readonly SpecField[] = [
  'source.cloud',
  'source.region',
  'source.bucket',
  'source.key',
  'target.bucket',
  'target.key',
]
const selection: readonly SpecField[] = ['source.selection', 'source.names', 'source.listFile', 'target.prefix']
const rareSource: readonly SpecField[] = ['source.appId', 'source.cdn']
const anyCopying: readonly SpecField[] = [
  'options.storageClass',
  'options.check',
  'options.copiesMetadata',
  'options.restoresArchived',
  'options.encrypts',
]
const copying: readonly SpecField[] = [
  'options.overwrite',
  'options.since',
  'options.limits',
  ...anyCopying,
  'options.recordsFailures',
  'options.requesterPays',
  'target.region',
  'options.notification',
]

const anyDefaults: SpecOptions = {
  check: 'size and time',
  storageClass: 'STANDARD',
  copiesMetadata: false,
  restoresArchived: false,
  encrypts: false,
}
const defaults: SpecOptions = {
  ...anyDefaults,
  overwrite: 'if size or time differ',
  recordsFailures: true,
  requesterPays: false,
}

const anyOffer = { mostNames, storageClasses, tokenIn: 'description' } as const
/** What is said of the source depends on the selection: a list of URLs has neither bucket nor key. */
const target: readonly SpecField[] = ['target.bucket', 'target.key']

export const taskOffer: Offer = {
  ...anyOffer,
  fields: [...place, ...selection, 'description', 'options.priority', ...copying, ...rareSource],
  required: target,
  sourceClouds,
  selections: ['everything', 'prefixes', 'objects', 'list', 'url list'],
  overwrites,
  checks: consistencyChecks.filter((check) => check !== 'transmission'),
  defaults: { ...defaults, priority: 'medium' },
  notificationLanguages,
}

export const groupOffer: Offer = {
  ...anyOffer,
  fields: [...place, ...selection, 'description', ...copying, ...rareSource],
  required: target,
  sourceClouds,
  selections: ['everything', 'prefixes', 'list', 'url list'],
  takesListFolder: true,
  overwrites,
  checks: consistencyChecks.filter((check) => check !== 'transmission'),
  defaults,
  notificationLanguages,
}

/** A synchronization task follows a whole bucket, and overwrites what has changed. */
export const syncOffer: Offer = {
  ...anyOffer,
  fields: [...place, 'description', ...anyCopying, 'target.region', ...rareSource],
  required: ['source.cloud', 'source.region', 'source.bucket', 'source.key', ...target],
  sourceClouds: bucketClouds,
  selections: [],
  overwrites: [],
  checks: consistencyChecks.filter((check) => check !== 'none'),
  defaults: anyDefaults,
}
