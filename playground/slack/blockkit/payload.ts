import { duplicates } from './checks.ts'
import { type BlockError, violation } from './error.ts'
import { elementsOf, everyBlock, type Placed } from './placed.ts'
import { MESSAGE_QUOTAS, SURFACES_OF_BLOCK, SURFACES_OF_ELEMENT, type Surface } from './surfaces.ts'

/**
 * Applies the rules across a payload's blocks: surfaces, quotas and unique values. Accepts anything, like `inspect`.
 */
export function inspectPayload(value: unknown, surface: Surface): BlockError[] {
  const blocks = everyBlock(value)
  const elements = blocks.flatMap(elementsOf)
  return [
    ...blocks.flatMap((block) => offSurface(block, { surface, allowed: SURFACES_OF_BLOCK })),
    ...elements.flatMap((element) => offSurface(element, { surface, allowed: SURFACES_OF_ELEMENT })),
    ...blocks.flatMap((block) => misplacedResponseUrls(block, surface)),
    ...(surface === 'message' ? overQuota(blocks) : []),
    ...duplicates(blocks, 'block_id'),
    ...blocks.flatMap((block) => duplicates(elementsOf(block), 'action_id')),
    ...rivalFocus(elements),
  ]
}

type Placement = { surface: Surface; allowed: ReadonlyMap<string, readonly Surface[]> }

function offSurface({ pointer, value }: Placed, { surface, allowed }: Placement): BlockError[] {
  const expected = typeof value.type === 'string' ? allowed.get(value.type) : undefined
  if (expected === undefined || expected.includes(surface)) return []
  const message = `${value.type} is not allowed on the surface ${surface}`
  return [violation({ pointer: `${pointer}/type`, message, type: 'surface', expected, got: surface })]
}

/** The errors of selects that want a `response_url` outside a modal. */
function misplacedResponseUrls(block: Placed, surface: Surface): BlockError[] {
  if (surface === 'modal' && block.value.type === 'input') return []
  const asking = elementsOf(block).filter(({ value }) => value.response_url_enabled === true)
  const message = 'is allowed in the input blocks of modals only'
  return asking.map((element) => {
    const pointer = `${element.pointer}/response_url_enabled`
    return violation({ pointer, message, type: 'surface', expected: ['modal'], got: surface })
  })
}

function overQuota(blocks: readonly Placed[]): BlockError[] {
  return MESSAGE_QUOTAS.flatMap(({ types, max, code }) => {
    const excess = blocks.filter(({ value }) => types.some((type) => type === value.type)).slice(max)
    const message = `no more than ${max} ${types.join(' or ')} in a message`
    const got = max + excess.length
    return excess.map(({ pointer }) => violation({ pointer, code, message, type: 'max_items', expected: max, got }))
  })
}

function rivalFocus(elements: readonly Placed[]): BlockError[] {
  const focused = elements.filter(({ value }) => value.focus_on_load === true)
  const message = 'only one element can be focused on load'
  return focused.slice(1).map((element) => {
    const pointer = `${element.pointer}/focus_on_load`
    return violation({ pointer, message, type: 'unique', expected: 1, got: focused.length })
  })
}
