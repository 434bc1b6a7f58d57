import type { Picture, Pictures, Tone } from './shape.ts'

const disc = 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15z'
const tile = 'M5 2h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z'
const check = 'M5.8 10.4l2.9 2.9l5.6-6.4'
const cross = 'M5 5l10 10M15 5L5 15'
const question = 'M6.8 7a3.2 3.2 0 1 1 4.7 2.8c-1 .6-1.5 1.2-1.5 2.4M10 16v.2'
const hourglassGlass = 'M6 3.5v2.2c0 2 3.2 3.2 3.2 4.3S6 12.3 6 14.3v2.2h8v-2.2c0-2-3.2-3.2-3.2-4.3S14 7.7 14 5.7V3.5z'
const hourglassFrame = 'M4.5 3h11M4.5 17h11'
const clockFace = 'M10 4.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z'
const cycle = 'M4 8.5a6.3 6.3 0 0 1 11-2.3M16 11.5a6.3 6.3 0 0 1-11 2.3'
const cycleHeads = 'M16.8 3.2l-.5 4.8l-4.4-2zM3.2 16.8l.5-4.8l4.4 2z'

/** Signs by their characters, without the variation selector. */
export const signs: Pictures = {
  '✅': [
    ['green', tile],
    ['paper', check, 2.2],
  ],
  '✔': [['green', check, 2.6]],
  '☑': [
    ['blue', tile],
    ['paper', check, 2.2],
  ],
  '❌': [['red', cross, 3]],
  '✖': [['ink', cross, 3]],
  '❎': [
    ['green', tile],
    ['paper', 'M6.5 6.5l7 7M13.5 6.5l-7 7', 2.2],
  ],
  '⚠': [
    ['amber', 'M8.7 3.2a1.5 1.5 0 0 1 2.6 0l7 12.3a1.5 1.5 0 0 1-1.3 2.2H3a1.5 1.5 0 0 1-1.3-2.2z'],
    ['wood', 'M10 8v4.2M10 14.8v.2', 1.9],
  ],
  '⛔': [
    ['red', disc],
    ['paper', 'M6 10h8', 2.6],
  ],
  '🚫': [['red', 'M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM5.5 5.5l9 9', 2.2]],
  '🛑': [
    ['red', 'M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z'],
    ['paper', 'M6 10h8', 2.4],
  ],
  '❗': [['red', 'M10 3.5v8M10 16v.2', 3]],
  '❕': [['mist', 'M10 3.5v8M10 16v.2', 3]],
  '❓': [['red', question, 2.5]],
  '❔': [['mist', question, 2.5]],
  ℹ: [
    ['blue', tile],
    ['paper', 'M10 9.2v5M10 6v.2', 2.2],
  ],
  '🚨': [
    ['mist', 'M4 15h12v2.5H4z'],
    ['red', 'M5.5 14.5V11a4.5 4.5 0 0 1 9 0v3.5z'],
    ['red', 'M10 2v2M3.6 5l1.5 1.4M16.4 5l-1.5 1.4', 1.6],
  ],
  '🟢': [['green', disc]],
  '🔴': [['red', disc]],
  '🟡': [['amber', disc]],
  '🟠': [['orange', disc]],
  '🔵': [['blue', disc]],
  '🟣': [['violet', disc]],
  '⚪': outlined(disc),
  '⚫': [['ink', disc]],
  '🟩': [['green', tile]],
  '🟥': [['red', tile]],
  '🟨': [['amber', tile]],
  '🟦': [['blue', tile]],
  '⬜': outlined(tile),
  '⬛': [['ink', tile]],
  '⏳': hourglass('M7 6h6c-.4 1.4-3 2.4-3 4M10 10v6.5H7.2c0-1.6 2.8-2 2.8-3s2.8 1.4 2.8 3H10z'),
  '⌛': hourglass('M7.2 16.5c0-2.4 2.8-2.6 2.8-3.6c0 1 2.8 1.2 2.8 3.6z'),
  '⏱': clock('M8 1.8h4M10 2v2.5'),
  '⏰': clock('M3 5.5l2.6-2.4M17 5.5l-2.6-2.4'),
  '🕐': clock(''),
  '⏸': key('M7.5 6.2v7.6M12.5 6.2v7.6', 2.4),
  '▶': key('M7.4 5.6v8.8l7-4.4z'),
  '◀': key('M12.6 5.6v8.8l-7-4.4z'),
  '⏹': key('M6.6 6.6h6.8v6.8H6.6z'),
  '⏩': key('M4.6 6v8l5-4zM10 6v8l5.4-4z'),
  '⏪': key('M15.4 6v8l-5-4zM10 6v8l-5.4-4z'),
  '⏭': key('M4.4 6v8l4.6-4zM9 6v8l4.6-4zM14 6h1.6v8H14z'),
  '🔁': turning('sea'),
  '🔄': turning('blue'),
  '🔃': turning('blue'),
  '➡': arrow('M4 10h11M10.5 5.5L15 10l-4.5 4.5'),
  '⬅': arrow('M16 10H5M9.5 5.5L5 10l4.5 4.5'),
  '⬆': arrow('M10 16V5M5.5 9.5L10 5l4.5 4.5'),
  '⬇': arrow('M10 4v11M5.5 10.5L10 15l4.5-4.5'),
  '↩': arrow('M4 8h8a4 4 0 0 1 0 8H9M7.5 4.5L4 8l3.5 3.5'),
  '🔺': [['red', 'M10 4l7 12H3z']],
  '🔻': [['red', 'M10 16l7-12H3z']],
  '🔹': [['blue', 'M10 5l5 5l-5 5l-5-5z']],
  '🔸': [['orange', 'M10 5l5 5l-5 5l-5-5z']],
}

function outlined(path: string): Picture {
  return [
    ['paper', path],
    ['mist', path, 1.4],
  ]
}

function hourglass(sand: string): Picture {
  return [
    ['paper', hourglassGlass],
    ['amber', sand],
    ['wood', hourglassGlass, 1.3],
    ['wood', hourglassFrame, 2],
  ]
}

function clock(knobs: string): Picture {
  return [
    ['mist', knobs, 2],
    ['paper', clockFace],
    ['ink', `${clockFace}M10 7.5V11l2.4 1.6`, 1.6],
  ]
}

/** A key of a player: a white symbol on a blue tile. */
function key(symbol: string, strokeWidth?: number): Picture {
  return [['blue', tile], strokeWidth === undefined ? ['paper', symbol] : ['paper', symbol, strokeWidth]]
}

function turning(tone: Tone): Picture {
  return [
    [tone, cycle, 2],
    [tone, cycleHeads],
  ]
}

function arrow(path: string): Picture {
  return [['blue', path, 2.4]]
}
