import htm from 'htm'
import { h } from 'preact'

/** Tagged templates that build Preact elements. Every value becomes a text node or a property, never markup. */
export const html = htm.bind(h)
