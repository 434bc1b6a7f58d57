import type { Message, Pane, Unfurl } from '../slack/protocol.ts'
import { Blocks } from './blocks/blocks.ts'
import { formatMoment } from './dates.ts'
import { Plain } from './formatted.ts'
import { html } from './html.ts'
import { isPayload, type Payload, readNumber, readPayload, readPayloads, readString, readTextOf } from './payload.ts'
import { useSession } from './session.ts'
import { SidePane } from './side-pane.ts'
import { SurfaceContext, useActingSurface } from './surface.ts'

/** The app's previews of links in a message: Work Objects, or blocks beside a bar. */
export function Unfurls({ message }: { message: Message }) {
  return (message.unfurls ?? []).map((unfurl) =>
    unfurl.entity === undefined
      ? html`<div class="unfurl" key=${unfurl.id}><${Blocks} blocks=${unfurl.blocks} /></div>`
      : html`<${WorkObject} key=${unfurl.id} unfurl=${unfurl} entity=${unfurl.entity} message=${message} />`,
  )
}

function WorkObject({ unfurl, entity, message }: { unfurl: Unfurl; entity: Payload; message: Message }) {
  const { act } = useSession()
  const { title, about, fields } = readEntity(entity)
  const open = () => void act('pane', { channel: message.channel, message_ts: message.ts, url: unfurl.url })
  return html`<article class="work-object">
    <p class="work-object-about"><${Plain} text=${about} /></p>
    <button type="button" class="work-object-title" onClick=${open}><${Plain} text=${title} /></button>
    <${Fields} fields=${fields} />
    ${unfurl.blocks.length > 0 && html`<${Blocks} blocks=${unfurl.blocks} />`}
  </article>`
}

/** The pane of a Work Object. */
export function WorkObjectPane({ pane }: { pane: Pane }) {
  const { act } = useSession()
  const surface = useActingSurface('message', { pane: true })
  const { title, about, fields } = readEntity(pane.entity ?? {})
  const close = () => void act('pane', {})
  return html`<${SidePane} title="Details" onClose=${close}>
    <div class="pane-body" tabindex="0" role="region" aria-label="What the app shows">
      ${
        pane.error !== undefined
          ? html`<h3 class="pane-title">${pane.error.title}</h3><p>${pane.error.message}</p>`
          : pane.entity === undefined
            ? html`<p class="muted" role="status">Loading…</p>`
            : html`<p class="work-object-about"><${Plain} text=${about} /></p>
                <h3 class="pane-title"><${Plain} text=${title} /></h3>
                <${Fields} fields=${fields} />
                <${SurfaceContext.Provider} value=${surface}><${Blocks} blocks=${pane.blocks} /><//>`
      }
    </div>
  <//>`
}

type Field = { label: string; value: string; color: string }

function Fields({ fields }: { fields: readonly Field[] }) {
  return html`<dl class="work-object-fields">
    ${fields.map(
      ({ label, value, color }) => html`<div key=${label}>
        <dt>${label}</dt>
        <dd>${color === '' ? html`<${Plain} text=${value} />` : html`<span class=${`tag is-${color}`}>${value}</span>`}</dd>
      </div>`,
    )}
  </dl>`
}

/** A Work Object as a list of labels and values, in the order that it asks for. */
function readEntity(entity: Payload): { title: string; about: string; fields: readonly Field[] } {
  const { zone } = useSession()
  const { attributes, fields, custom_fields: custom, display_order: order } = readPayload(entity.entity_payload)
  const { title, display_type, display_id, product_name } = readPayload(attributes)
  const own = Object.entries(readPayload(fields)).map(([key, field]) => ({ key, field: readPayload(field) }))
  const all = [...own, ...readPayloads(custom).map((field) => ({ key: readString(field.key), field }))]
  const wanted = Array.isArray(order) ? order : []
  const rank = (key: string) => (wanted.includes(key) ? wanted.indexOf(key) : wanted.length)
  return {
    title: readTextOf(title),
    about: [product_name, display_type, display_id]
      .map(readString)
      .filter((part) => part !== '')
      .join(' · '),
    fields: all
      .toSorted((one, other) => rank(one.key) - rank(other.key))
      .map(({ key, field }) => ({
        label: readString(field.label) || labelOf(key),
        value: shownValue(field, key.startsWith('date_') || readString(field.type).endsWith('/timestamp'), zone),
        color: readString(field.tag_color),
      })),
  }
}

function shownValue({ value, user }: Payload, isMoment: boolean, zone: string): string {
  if (isMoment) return formatMoment(readNumber(value) * 1000, zone)
  if (isPayload(user)) return readString(user.text)
  return typeof value === 'number' ? String(value) : readString(value)
}

/** The label that Slack gives a field of its own: `date_updated` → `Date updated`. */
function labelOf(key: string): string {
  const words = key.replaceAll('_', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
