import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * The document that a field comes from. Huawei documents its API twice, in the API reference and in the newest SDK, and
 * the two differ. The other clouds have one document each, called `reference` here.
 */
export type Edition = 'reference' | 'sdk'

export type Operation = {
  name: string
  /** Section of the reference. Undefined for an operation that only the SDK has. */
  section: string | undefined
  method: string
  path: string
  request: readonly Field[]
  answer: readonly Field[]
}

export type Field = {
  /**
   * The full path in the body, the query or the path, such as `src_node.list_file.obs_bucket`. It does not show arrays.
   */
  path: string
  place: Place
  /** Shape of the field by edition. It has no entry for an edition that lacks the field. */
  shapes: Readonly<Partial<Record<Edition, Shape>>>
  choices: readonly string[] | undefined
}
export type Place = 'path' | 'query' | 'body' | 'answer'

export type Shape = {
  /** The type as the document calls it: `String`, `Long`, `number`, or the name of a model. */
  type: string
  isArray: boolean
  isMandatory: boolean
  /** Limits of a text's length or a number's value. */
  least: number | undefined
  most: number | undefined
  /** Most items that an array may have. */
  mostItems: number | undefined
}

/** Reads the tables of a cloud: every operation with its fields. */
export function readContract(cloud: 'huawei' | 'naver' | 'upcloud'): readonly Operation[] {
  const folder = new URL(`${cloud}/`, import.meta.url)
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => fileSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
  const models: Models = Object.assign({}, ...files.map((file) => file.models))
  return files
    .flatMap(({ operations }) => Object.entries(operations))
    .map(([name, row]) => ({
      name,
      section: row.section,
      method: row.method,
      path: row.path,
      request: [
        ...fieldsOf(row.inPath, { place: 'path', models }),
        ...fieldsOf(row.query, { place: 'query', models }),
        ...fieldsOfModel(row.body, { place: 'body', models }),
      ],
      answer: fieldsOfModel(row.answer, { place: 'answer', models }),
    }))
}

/** The fields that an edition documents. */
export function fieldsIn(edition: Edition, fields: readonly Field[]): Field[] {
  return fields.filter(({ shapes }) => shapes[edition] !== undefined)
}

/** Whether an edition documents the operation. */
export function isIn(edition: Edition, { section }: Operation): boolean {
  return edition === 'sdk' || section !== undefined
}

/**
 * A shape in one line. `String! 1..100 = none` is a mandatory text of 1 to 100 characters with the default `none`.
 * `[ListFile] x0..5` is a list of up to five of that model.
 */
const shapeText = z.string().transform((text, context): Shape => {
  const [, array, name, bang, , items, least, most] = shapeForm.exec(text) ?? []
  const type = array ?? name
  if (type === undefined) {
    context.addIssue({ code: 'custom', message: `No shape: ${text}` })
    return z.NEVER
  }
  return {
    type,
    isArray: array !== undefined,
    isMandatory: bang !== undefined,
    least: numberIn(least),
    most: numberIn(most),
    mostItems: numberIn(items),
  }
})
const shapeForm = /^(?:\[(\w+)\]|(\w+))(!)?(?: x(\d+)\.\.(\d+))?(?: (\d+)\.\.(\d+))?(?: = \S+)?$/

const rowSchema = z.strictObject({
  reference: shapeText.exactOptional(),
  sdk: shapeText.exactOptional(),
  oneOf: z
    .string()
    .transform((choices) => choices.split(' | '))
    .optional(),
})
const modelSchema = z.record(z.string(), rowSchema)
const operationSchema = z.strictObject({
  section: z.string().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  path: z.string(),
  inPath: modelSchema.optional(),
  query: modelSchema.optional(),
  /** Names of models; `[Model]` is a response that is an array. */
  body: z.string().optional(),
  answer: z.string().optional(),
})
const fileSchema = z.strictObject({
  operations: z.record(z.string(), operationSchema),
  models: z.record(z.string(), modelSchema),
})

type Models = z.output<typeof fileSchema>['models']
type Reading = { place: Place; models: Models; above?: string }

function fieldsOfModel(name: string | undefined, reading: Reading): Field[] {
  if (name === undefined) return []
  const type = name.replace(/^\[(.*)\]$/, '$1')
  const model = reading.models[type]
  if (model !== undefined) return fieldsOf(model, reading)
  const item = { type, isArray: true, isMandatory: false, least: undefined, most: undefined, mostItems: undefined }
  return [{ path: '[]', place: reading.place, shapes: { reference: item, sdk: item }, choices: undefined }]
}

function fieldsOf(model: Models[string] = {}, { place, models, above }: Reading): Field[] {
  return Object.entries(model).flatMap(([name, { oneOf: choices, ...shapes }]) => {
    const path = above === undefined ? name : `${above}.${name}`
    const inner = models[(shapes.reference ?? shapes.sdk)?.type ?? '']
    const below = inner === undefined ? [] : fieldsOf(inner, { place, models, above: path })
    return [{ path, place, shapes, choices }, ...below]
  })
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
