import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types'
import { formatCount } from '../words/format.ts'
import { context, plain } from './elements.ts'
import { limits } from './limits.ts'

/**
 * Shortens blocks to what Slack accepts of a view, in bytes. Long menus are cut first, then the last blocks are left
 * out; either says how much is missing. A question and its chosen answer are never left out.
 */
export function fittingView(blocks: readonly KnownBlock[], limit: number = limits.viewBytes): KnownBlock[] {
  let fitting = [...blocks]
  while (bytesOf(fitting) > limit) {
    const shorter = withShorterMenu(fitting)
    if (shorter === undefined) return withoutLast(fitting, limit)
    fitting = shorter
  }
  return fitting
}

/** Size of a value as JSON, in bytes. Escapes and characters of other scripts take several. */
function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** Cuts the longest menu in half. Undefined if no menu is long enough. */
function withShorterMenu(blocks: readonly KnownBlock[]): KnownBlock[] | undefined {
  const longest = blocks
    .filter(isMenu)
    .filter(({ element }) => element.options.length > fewestOptions)
    .toSorted((a, b) => bytesOf(b.element.options) - bytesOf(a.element.options))[0]
  if (longest === undefined) return undefined
  return blocks.map((block) => (block === longest ? shortened(longest) : block))
}

/** Fewest options in a menu that is shortened. With fewer it would not be worth having. */
const fewestOptions = 5

type Menu = InputBlock & {
  element: { type: 'static_select'; options: PlainTextOption[]; initial_option?: PlainTextOption }
}

function isMenu(block: KnownBlock): block is Menu {
  return block.type === 'input' && block.element.type === 'static_select' && 'options' in block.element
}

function shortened(menu: Menu): Menu {
  const { element } = menu
  const { options, initial_option: chosen } = element
  const kept = options.slice(0, Math.ceil(options.length / 2))
  const isMissing = chosen !== undefined && !kept.some(({ value }) => value === chosen.value)
  if (isMissing) kept.splice(-1, 1, chosen)
  const left = options.length - kept.length + leftOutBefore(menu)
  return { ...menu, element: { ...element, options: kept }, hint: plain(hintOf(menu, left), limits.inputHint) }
}

const leftOutHint = /(?:^| )([\d,]+) more don’t fit here\.$/

function leftOutBefore({ hint }: Menu): number {
  return Number(leftOutHint.exec(hint?.text ?? '')?.[1]?.replaceAll(',', '') ?? 0)
}

function hintOf({ hint }: Menu, left: number): string {
  const own = (hint?.text ?? '').replace(leftOutHint, '')
  return `${own} ${formatCount(left)} more don’t fit here.`.trim()
}

/** Leaves out the last blocks that are no questions: what people read can be shortened, what they are asked cannot. */
function withoutLast(blocks: readonly KnownBlock[], limit: number): KnownBlock[] {
  const kept = [...blocks]
  let left = 0
  const noted = () => (left === 0 ? kept : [...kept, context(`${formatCount(left)} more don’t fit here`)])
  while (bytesOf(noted()) > limit) {
    const last = kept.findLastIndex(({ type }) => type !== 'input')
    if (last < 0) break
    kept.splice(last, 1)
    left += 1
  }
  return noted()
}
