import { z } from 'zod'

/** One field of a zod schema, in the terms of a contract table. */
export type SchemaField = {
  path: string
  isMandatory: boolean
  /** The greatest length or value. */
  most: number | undefined
  mostItems: number | undefined
  choices: readonly string[] | undefined
}

/** Every field that a schema lets through, at any depth. Refinements do not show. */
export function fieldsOfSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): SchemaField[] {
  return fieldsOfNode(nodeSchema.parse(z.toJSONSchema(schema, { io, unrepresentable: 'any' })), '')
}

/** A maximum of this size means no limit. */
const limitless = Number.MAX_SAFE_INTEGER

type Node = {
  properties?: Record<string, Node> | undefined
  items?: Node | undefined
  required?: string[] | undefined
  enum?: unknown[] | undefined
  const?: unknown
  maxLength?: number | undefined
  maximum?: number | undefined
  maxItems?: number | undefined
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), nodeSchema).optional(),
    items: nodeSchema.optional(),
    required: z.array(z.string()).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    maxLength: z.number().optional(),
    maximum: z.number().optional(),
    maxItems: z.number().optional(),
  }),
)

function fieldsOfNode({ properties = {}, required = [] }: Node, above: string): SchemaField[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const item = node.items ?? node
    const path = above === '' ? name : `${above}.${name}`
    const most = item.maxLength ?? item.maximum
    const field = {
      path,
      isMandatory: required.includes(name),
      most: most === limitless ? undefined : most,
      mostItems: node.maxItems,
      choices: choicesOf(item),
    }
    return [field, ...fieldsOfNode(item, path)]
  })
}

function choicesOf({ enum: choices, const: only }: Node): readonly string[] | undefined {
  if (choices !== undefined) return choices.map(String)
  return typeof only === 'string' ? [only] : undefined
}
