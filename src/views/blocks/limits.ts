/**
 * Slack's limits, in characters or pieces (facts of Block Kit's reference and of @slack/types 3.2.0). Views cut to them
 * here, so that no input can make a message that Slack refuses.
 */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Largest view in bytes. Slack accepts 250 kB; what it counts besides the blocks is small. */
  viewBytes: 240_000,
  /** Most characters of a message. Slack does not document this limit; it was seen at about 13,200 in all. */
  messageCharacters: 12_000,
  /** Longest notification. Far below Slack's limit, because a notification shows a line or two. */
  notificationText: 500,
  /** Longest sentence. Far below a section's limit, so that one long sentence does not push out the next. */
  sentence: 1000,
  /** Longest quote of what somebody typed. */
  echo: 120,
  sectionText: 3000,
  contextText: 3000,
  buttonsInRow: 25,
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  optionValue: 150,
  overflowOptions: 5,
  selectOptions: 100,
  inputText: 3000,
  inputLabel: 2000,
  inputHint: 2000,
  placeholder: 150,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  planText: 150,
  chartTitle: 50,
  chartLabel: 20,
  axisLabel: 50,
  chartSeries: 6,
  chartCategories: 20,
} as const

/** Cuts a text to a number of UTF-16 units and marks the cut. Never halves a character. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const kept = text.slice(0, maxLength - 1)
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

/** Cuts mrkdwn to a number of UTF-16 units. Never halves a link, an entity or a code span. */
export function cutMrkdwn(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const kept = cut(text, maxLength).replace(/(<[^<>]*|&[a-z]*)…$/, '…')
  const lastLine = kept.slice(kept.lastIndexOf('\n') + 1)
  const isSpanOpen = lastLine.split('`').length % 2 === 0
  return isSpanOpen ? `${kept.slice(0, kept.lastIndexOf('`'))}…` : kept
}

/** A text, or a dash if it is empty, because Slack refuses empty text. */
export function notEmpty(text: string): string {
  return text.trim() === '' ? '–' : text
}
