import { z } from 'zod'
import { invalidParameter } from './refusals.ts'

/**
 * The document that the simulated OMS follows. Huawei documents OMS twice, in its API reference and in its SDKs, and
 * the newest SDK has other fields. It is unknown which of the two OMS itself follows; it may know the fields of either.
 */
export type Contract = 'both' | 'reference' | 'sdk'

/** Treatment of fields that the service does not know, which is not documented. */
export type UnknownFields = 'ignored' | 'refused'

/** Fields that only the reference has. The newest SDK has no encryption of the copies in any request or response. */
const onlyInReference = ['enable_kms']
/**
 * Fields that only the SDK has: the KMS key that encrypts the keys that OMS keeps, the type of file system, and more.
 */
const onlyInSdk = [
  ...['connection_string', 'task_name', 'obs_system', 'crypto_type', 'kms_key_id'],
  ...['src_crypto_type', 'src_kms_key_id', 'dst_crypto_type', 'dst_kms_key_id'],
  ...['source_cdn_crypto_type', 'source_cdn_kms_key_id'],
]
/** The only operation for which the reference, too, has a connection string. */
const opensAzure = 'ShowBucketObjects'

/** Whether a service with this contract has a field of this name. */
export function hasField(contract: Contract, name: string, operation?: string): boolean {
  if (contract === 'sdk') return !onlyInReference.includes(name)
  if (contract === 'both' || !onlyInSdk.includes(name)) return true
  return name === 'connection_string' && operation === opensAzure
}

/** A response with the fields of the contract only. */
export function answerIn(contract: Contract, answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => hasField(contract, name)))
}

type Reader = { contract: Contract; unknownFields: UnknownFields; operation: string }

/** The fields of a request that a service with this contract reads. Throws the refusal of the first unknown field. */
export function readKnown(json: unknown, schema: z.ZodType, reader: Reader): unknown {
  return sift(json, nodeOf(schema), { ...reader, path: [] })
}

/** The fields of a schema. They are worked out once: every request of an operation has the same schema. */
function nodeOf(schema: z.ZodType): Node {
  const node = nodes.get(schema) ?? nodeSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  nodes.set(schema, node)
  return node
}

const nodes = new WeakMap<z.ZodType, Node>()

type Node = { properties?: Record<string, Node> | undefined; items?: Node | undefined }
const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({ properties: z.record(z.string(), nodeSchema).optional(), items: nodeSchema.optional() }),
)

function sift(json: unknown, { properties, items }: Node, reader: Reader & { path: readonly string[] }): unknown {
  if (Array.isArray(json)) return items === undefined ? json : json.map((one) => sift(one, items, reader))
  if (typeof json !== 'object' || json === null || properties === undefined) return json
  const known = Object.entries(json).flatMap(([name, value]) => {
    const node = properties[name]
    const path = [...reader.path, name]
    if (node !== undefined && hasField(reader.contract, name, reader.operation)) {
      return [[name, sift(value, node, { ...reader, path })]]
    }
    if (reader.unknownFields === 'refused') throw invalidParameter(path.join('.'))
    return []
  })
  return Object.fromEntries(known)
}
