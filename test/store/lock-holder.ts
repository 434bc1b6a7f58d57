// Another program that writes to the file. It holds the lock from its start until it is told to release it.
import { DatabaseSync } from 'node:sqlite'

const [, , path = ''] = process.argv
const database = new DatabaseSync(path)
database.exec('BEGIN IMMEDIATE')
process.once('message', () => {
  database.exec('ROLLBACK')
  database.close()
  process.send?.('free', () => process.disconnect())
})
process.send?.('held')
