import { useState } from 'preact/hooks'
import { html } from './html.ts'
import { type Payload, readPayload, readString } from './payload.ts'

/** An image of the app, or its description if the image is on another host, which the page does not contact. */
export function Picture({ image, class: className }: { image: Payload; class: string }) {
  const [failedUrl, setFailedUrl] = useState<string>()
  const url = readString(image.image_url) || readString(readPayload(image.slack_file).url)
  const description = readString(image.alt_text)
  if (url === '' || url === failedUrl)
    return html`<span class="${className} no-picture" role="img">${description}</span>`
  return html`<img class=${className} src=${url} alt=${description} onError=${() => setFailedUrl(url)} />`
}
