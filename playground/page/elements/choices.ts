import { asList } from '../fields.ts'
import { Formatted } from '../formatted.ts'
import { html } from '../html.ts'
import { type Payload, readPayloads, readString } from '../payload.ts'
import type { Control } from './control.ts'

export function Checkboxes({ control }: { control: Control }) {
  const chosen = asList(control.value)
  const toggle = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]
    control.choose(next)
  }
  return html`<${ChoiceList} control=${control} type="checkbox" chosen=${chosen} onChoose=${toggle} />`
}

export function RadioButtons({ control }: { control: Control }) {
  const chosen = asList(control.value)
  return html`<${ChoiceList} control=${control} type="radio" chosen=${chosen} onChoose=${control.choose} />`
}

type ChoiceListProps = {
  control: Control
  type: 'checkbox' | 'radio'
  chosen: string[]
  onChoose: (value: string) => void
}

function ChoiceList({ control, type, chosen, onChoose }: ChoiceListProps) {
  const { id, placement, element } = control
  return html`<span
    class="choices"
    role=${type === 'radio' ? 'radiogroup' : 'group'}
    aria-labelledby=${placement.input?.labelId}
    aria-describedby=${placement.input?.describedBy}
    aria-invalid=${placement.input?.isInvalid}
  >
    ${readPayloads(element.options).map((option, index) => {
      const value = readString(option.value)
      return html`<label class="choice" key=${value}>
        <input
          type=${type}
          name=${id}
          id=${index === 0 ? id : undefined}
          checked=${chosen.includes(value)}
          onChange=${() => onChoose(value)}
        />
        <${ChoiceText} option=${option} />
      </label>`
    })}
  </span>`
}

function ChoiceText({ option }: { option: Payload }) {
  return html`<span>
    <${Formatted} text=${option.text} />
    ${option.description !== undefined && html`<span class="choice-note"><${Formatted} text=${option.description} /></span>`}
  </span>`
}
