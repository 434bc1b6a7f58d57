import { z } from 'zod'
import { type Selection, selections } from '../spec/selection.ts'
import { type Field, type Form, offeredBy, type Parts, type Reading } from './field.ts'
import { textField } from './field-types.ts'

const step = 'source'

/** The selection that a form's answers name, or everything if they name none that this kind takes. */
function selectionOf({ takes, answers }: Form): Selection {
  const offered = offeredBy(takes['source.selection'] ?? {}) ?? []
  const chosen = answers['source.selection']
  return selections.find((one) => one === chosen && offered.includes(one)) ?? 'everything'
}

function isByName(form: Form): boolean {
  return ['prefixes', 'objects'].includes(selectionOf(form))
}

function isByFile(form: Form): boolean {
  return ['list', 'url list'].includes(selectionOf(form))
}

/** Whether the form asks for a source bucket. A list of URLs needs none: it says where each object is. */
function hasBucket(form: Form): boolean {
  return selectionOf(form) !== 'url list'
}

/** Whether the chosen cloud finds its buckets by an app id beside the key. */
export function hasAppId(form: Form): boolean {
  const { takes, answers } = form
  return hasBucket(form) && (takes['source.appId']?.clouds ?? []).includes(answers['source.cloud'] ?? '')
}

const selection: Field<Selection> = {
  schema: z.enum(selections),
  questions: [
    {
      part: '',
      step,
      as: 'choice',
      label: 'What to migrate',
      initial: 'everything',
      redraws: true,
      labels: {
        everything: 'Everything in the bucket',
        prefixes: 'Objects with certain prefixes',
        objects: 'Specific objects and folders',
        list: 'Objects in a list file',
        'url list': 'Objects in a list of URLs',
      },
    },
  ],
  read: (_, form) => ({ value: selectionOf(form) }),
  write: (value) => ({ '': value }),
  isOpen: (value) => value === 'everything',
}

/** The field for names, one a line. Blanks around a name are kept only if the name is quoted. */
const names: Field<readonly string[]> = {
  schema: z.array(z.string()).readonly(),
  questions: [
    {
      part: '',
      step,
      as: 'lines',
      label: 'Names, one per line',
      hint: 'As they are in the bucket, without a leading slash: 2026/11/',
      isPath: true,
      isFor: isByName,
    },
  ],
  read: ({ '': typed = '' }) => {
    const typedNames = typed.split(/\r?\n/).map((line) => line.trim())
    const found = [...new Set(typedNames)].filter((name) => name !== '')
    return found.length === 0 ? {} : { value: found }
  },
  write: (value) => ({ '': value.join('\n') }),
  isOpen: (value) => value.length === 0,
  missing: 'Type at least one name.',
}

const listFileSchema = z.object({ bucket: z.string(), key: z.string() })

const listFile: Field<z.infer<typeof listFileSchema>> = {
  schema: listFileSchema,
  questions: [
    {
      part: 'bucket',
      step,
      as: 'bucket',
      label: 'Bucket with the list file',
      hint: 'In the destination’s region.',
      maxLength: 1024,
      isFor: isByFile,
    },
    {
      part: 'key',
      step,
      as: 'text',
      label: 'List file',
      placeholder: 'lists/photos.txt',
      maxLength: 1024,
      isPath: true,
      isFor: isByFile,
    },
  ],
  read: ({ bucket, key }) =>
    bucket === undefined && key === undefined ? {} : { value: { bucket: bucket ?? '', key: key ?? '' } },
  write: ({ bucket, key }) => ({ bucket, key }),
  missing: 'Give both the bucket and the list file.',
}

const protocols = ['http', 'https'] as const
/** A content delivery network through which a source is read. `authentication` is how it checks who reads. */
export const cdnSchema = z.object({ domain: z.string(), protocol: z.enum(protocols), authentication: z.string() })
type Cdn = z.infer<typeof cdnSchema>

const cdn: Field<Cdn> = {
  schema: cdnSchema,
  questions: [
    {
      part: 'domain',
      step: 'options',
      as: 'text',
      heading: 'Read through a CDN',
      label: 'CDN address',
      placeholder: 'https://cdn.example.com',
      maxLength: 1024,
      isFor: hasBucket,
    },
    {
      part: 'authentication',
      step: 'options',
      as: 'choice',
      label: 'CDN authentication',
      unanswered: 'No CDN',
      hint: 'If it needs a key, Ferry uses the CDN key of the source’s storage key.',
      isFor: hasBucket,
    },
  ],
  read: readCdn,
  write: ({ domain, protocol, authentication }) => ({ domain: `${protocol}://${domain}`, authentication }),
}

/**
 * Reads the domain of a delivery network. Of a whole address only protocol and host count: the path comes from the
 * objects' names.
 */
function readCdn({ domain: typed, authentication = '' }: Parts): Reading<Cdn> {
  if (typed === undefined) return {}
  const [, protocol = '', domain = ''] = /^(?:(https?):\/\/)?([^/]*)/i.exec(typed) ?? []
  return { value: { domain, protocol: protocol.toLowerCase() === 'http' ? 'http' : 'https', authentication } }
}

/** Fields for where data comes from and which part of it, in the order in which they are asked. */
export const sourceFields = {
  /** The source cloud, as the provider names it: `AWS`. */
  cloud: textField({ step, as: 'choice', label: 'Source cloud', redraws: true, isFor: hasBucket }),
  /** Address of the source, for providers that know it by address only: `s3.amazonaws.com`. */
  endpoint: textField({ step, label: 'Source endpoint', placeholder: 's3.amazonaws.com', maxLength: 255 }),
  /** Name of a kept storage key that opens the source. */
  key: textField({
    step,
    as: 'key',
    label: 'Source key',
    redraws: true,
    flag: 'source',
    isFor: hasBucket,
  }),
  /** App id of the bucket's owner, at Tencent. */
  appId: textField({
    step,
    label: 'App ID',
    hint: 'This cloud needs it to find buckets. Look it up in its console.',
    maxLength: 255,
    redraws: true,
    flag: 'app-id',
    isFor: hasAppId,
  }),
  bucket: textField({ step, as: 'bucket', label: 'Source bucket', maxLength: 1024, isFor: hasBucket }),
  region: textField({
    step,
    as: 'region',
    label: 'Source region',
    unanswered: 'Detect it',
    maxLength: 255,
    flag: 'region',
    isFor: hasBucket,
  }),
  selection,
  /** Prefixes or object names, as the selection says. */
  names,
  /**
   * A file that lists objects or URLs, in a bucket of the destination's region. For a group, a folder of such files.
   */
  listFile,
  cdn,
}

/** Fields for where data goes, in the order in which they are asked. */
export const targetFields = {
  key: textField({ step: 'target', as: 'key', label: 'Destination key', redraws: true, flag: 'target' }),
  bucket: textField({ step: 'target', as: 'bucket', label: 'Destination bucket', maxLength: 1024 }),
  prefix: textField({
    step: 'target',
    label: 'Destination prefix',
    hint: 'Added before each object name. Leave empty to keep names as they are.',
    placeholder: 'from-aws/',
    maxLength: 1024,
    isPath: true,
  }),
  region: textField({
    step: 'options',
    as: 'region',
    label: 'Destination region',
    unanswered: 'The account’s own region',
    hint: 'Must be the account’s own region.',
    maxLength: 100,
  }),
}
