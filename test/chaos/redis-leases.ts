import { createClient } from '@keyv/redis'

/**
 * Ends all leases, as a minute would. Call it only while no replica runs: nobody may take away a lease that is held.
 */
export async function letLeasesLapse(url: string): Promise<void> {
  const client = await createClient({ url }).connect()
  const claims = await client.keys('*:claim:*')
  if (claims.length > 0) await client.del(claims)
  await client.close()
}
