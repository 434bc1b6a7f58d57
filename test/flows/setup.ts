import type { Person } from './person.ts'

/** The account of the simulated cloud. Every secret is fake and says so. */
export const projectId = '0123456789abcdef0123456789abcdef'
export const sourceKey = { accessKey: 'EXAMPLESOURCEKEY01', secretKey: 'example-source-secret-01' }
export const targetKey = { accessKey: 'EXAMPLETARGETKEY01', secretKey: 'example-target-secret-01' }
export const iamUser = { domain: 'example-domain', user: 'migrator', password: 'example-iam-password-01' }
export const cloudAccount = {
  projectId,
  region: 'cn-north-4',
  accessKey: 'EXAMPLEACCESSKEY0001',
  secretKey: 'example-secret-key-not-real-0001',
  storageKeys: [sourceKey, targetKey],
  iamUsers: [iamUser],
}

/** Correct answers to the connect form. */
export function accountFields(name: string, cloudUrl: string) {
  return {
    'Account name': name,
    Region: cloudAccount.region,
    'Project ID': projectId,
    'Access key': cloudAccount.accessKey,
    'Secret key': cloudAccount.secretKey,
    'Custom OMS endpoint': cloudUrl,
    'Custom IAM endpoint': cloudUrl,
    'Custom OBS endpoint': cloudUrl,
  }
}

export async function connectAccount(person: Person, cloudUrl: string, name = 'prod-hw'): Promise<void> {
  await person.types('connect huawei --step other')
  const form = await person.faces('Connect Huawei Cloud OMS')
  await person.sendsAndLearns(form, accountFields(name, cloudUrl), `\`${name}\` is connected`)
}

export async function keepKey(person: Person, name: string, key: { accessKey: string; secretKey: string }) {
  await person.types('keys add')
  const fields = { 'Key name': name, 'Access key': key.accessKey, 'Secret key': key.secretKey }
  await person.sendsAndLearns(await person.faces('Add a storage key'), fields, `\`${name}\` is saved`)
}

/** Saves two storage keys: `photos-read` opens the source, `archive-write` the destination. */
export async function keepKeys(person: Person): Promise<void> {
  await keepKey(person, 'photos-read', sourceKey)
  await keepKey(person, 'archive-write', targetKey)
}
