/** One row as RFC 4180 has it, its line break included; no spreadsheet takes a cell of it for a formula. */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(content: string | number): string {
  const text = defused(String(content))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Spreadsheets reckon with what begins so, in full width too, and a formula can send the rest of the table away. Where they
 * take a semicolon for the comma, a cell begins after each.
 */
function defused(text: string): string {
  return text.replaceAll(/(^|[;\t\r\n])(?=[=+\-@\t\r\n＝＋－＠])/g, "$1'")
}
