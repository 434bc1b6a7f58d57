// Another program that writes into the file: holds the lock from its start until it is told to let go.
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
