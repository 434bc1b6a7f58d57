import type { ProviderName } from '../migrations/migration.ts'
import { huawei } from './huawei/index.ts'
import { naver } from './naver/index.ts'
import type { Provider } from './provider.ts'
import { upcloud } from './upcloud/index.ts'

/** Every cloud that Ferry knows. Nobody outside this list names one. */
export const providers: readonly Provider[] = [huawei, naver, upcloud]

export function providerNamed(name: ProviderName): Provider | undefined {
  return providers.find((provider) => provider.name === name)
}
