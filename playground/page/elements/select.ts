import { useCallback, useEffect, useState } from 'preact/hooks'
import { asList } from '../fields.ts'
import { html } from '../html.ts'
import { readNumber, readString, readTextOf } from '../payload.ts'
import { useSession } from '../session.ts'
import { useSurface } from '../surface.ts'
import { Combobox } from './combobox.ts'
import type { Control } from './control.ts'
import { type Choice, filterChoices, listChoices, readChoices } from './options.ts'

/** All selects: fixed options, people, channels, or options that the app suggests during typing. */
export function Select({ control }: { control: Control }) {
  const { element } = control
  const isMulti = readString(element.type).startsWith('multi_')
  const [query, setQuery] = useState<string>()
  const offered = listChoices(element, useSession())
  const { suggested, isLoading } = useSuggestions(control, query)
  const choices = suggested ?? filterChoices(offered, query ?? '')
  const [known, setKnown] = useState<readonly Choice[]>([])
  const find = (value: string) => [...offered, ...known, ...choices].find((choice) => choice.value === value)
  const chosen = asList(control.value).map((value) => find(value) ?? { value, label: value })
  const choose = (picked: Choice[]) => {
    setKnown(picked)
    const values = picked.map((choice) => choice.value)
    control.choose(isMulti ? values : (values.at(-1) ?? null))
  }
  return html`<${Combobox}
    id=${control.id}
    choices=${choices}
    chosen=${chosen}
    isMulti=${isMulti}
    maxChosen=${readNumber(element.max_selected_items, Number.POSITIVE_INFINITY)}
    isLoading=${isLoading || control.isBusy}
    label=${readTextOf(element.placeholder) || 'Choose'}
    input=${control.placement.input}
    onSearch=${setQuery}
    onChoose=${choose}
  />`
}

/** Asks the app for options a moment after the last key. An older answer never replaces a newer one. */
function useSuggestions(control: Control, query: string | undefined) {
  const { suggest } = useSession()
  const { address } = useSurface()
  const [suggested, setSuggested] = useState<Choice[]>()
  const [isLoading, setIsLoading] = useState(false)
  const { element, placement } = control
  const isExternal = readString(element.type).endsWith('external_select')
  const load = useCallback(
    async (value: string, isCurrent: () => boolean) => {
      const where = { ...address, action_id: readString(element.action_id), ...blockIdOf(placement) }
      const answer = await suggest({ ...where, value }).catch(() => undefined)
      if (!isCurrent()) return
      setSuggested(readChoices(answer?.options, answer?.groups))
      setIsLoading(false)
    },
    [suggest, JSON.stringify(address), element.action_id, placement.blockId],
  )
  useEffect(() => {
    const isTooShort = query === undefined || query.length < readNumber(element.min_query_length, 3)
    setIsLoading(isExternal && !isTooShort)
    if (!isExternal || isTooShort) {
      setSuggested(isExternal && query !== undefined ? [] : undefined)
      return
    }
    let isCurrent = true
    const timer = setTimeout(() => void load(query, () => isCurrent), 150)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [query, isExternal, load, element.min_query_length])
  return { suggested, isLoading }
}

function blockIdOf({ blockId }: Control['placement']): { block_id?: string } {
  return blockId === undefined ? {} : { block_id: blockId }
}
