/** One row in the form of RFC 4180, with its line break. No spreadsheet takes a cell for a formula. */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(content: string | number): string {
  const text = defused(String(content))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Puts an apostrophe before text that a spreadsheet would take for a formula, also in full width, since a formula can
 * send the rest of the table away. Where spreadsheets separate cells by semicolons, a cell also begins after each
 * semicolon.
 */
function defused(text: string): string {
  return text.replaceAll(/(^|[;\t\r\n])(?=[=+\-@\t\r\n＝＋－＠])/g, "$1'")
}
