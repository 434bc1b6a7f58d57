import { createClient } from '@keyv/redis'

/** What a minute would do. Only while no replica runs: a lease that somebody holds must not be taken away. */
export async function letLeasesLapse(url: string): Promise<void> {
  const client = await createClient({ url }).connect()
  const claims = await client.keys('*:claim:*')
  if (claims.length > 0) await client.del(claims)
  await client.close()
}
