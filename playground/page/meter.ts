/** Per cent of the bar that is filled. */
export function measureMeter(cells: string): number {
  const characters = [...cells]
  const filled = characters.reduce((sum, character) => sum + (eighths[character] ?? 0), 0)
  return characters.length === 0 ? 0 : (filled / (characters.length * 8)) * 100
}

/** Whether the text is a bar and nothing else. */
export function isMeter(text: string): boolean {
  return text.replace(run, '') === ''
}

/** Cuts text at its bars: every second piece is one. */
export function splitMeters(text: string): string[] {
  return text.split(run)
}

/** How much of its cell each block character fills, in eighths. */
const eighths: Readonly<Record<string, number>> = {
  '█': 8,
  '▉': 7,
  '▊': 6,
  '▋': 5,
  '▌': 4,
  '▍': 3,
  '▎': 2,
  '▏': 1,
  '▓': 8,
  '▒': 4,
  '░': 0,
  '▰': 8,
  '▱': 0,
  '■': 8,
  '□': 0,
  '▮': 8,
  '▯': 0,
}

const run = new RegExp(`([${Object.keys(eighths).join('')}]{4,})`)
