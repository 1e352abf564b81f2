import type { Catalog } from './catalog.ts'
import type { VgroupOwner } from './change-log.ts'

/** The database that a vgroup belongs to, as its log must know it. */
export function ownerOf(catalog: Catalog, vgroup: number): VgroupOwner | undefined {
  for (const { database, firstVgroup } of catalog.databases.values()) {
    if (vgroup < firstVgroup || vgroup >= firstVgroup + database.vgroups) continue
    const option = (name: string, fallback: number) =>
      Number(database.options.get(name) ?? fallback)
    return {
      firstVgroup,
      retention: {
        seconds: option('WAL_RETENTION_PERIOD', 3600),
        bytes: option('WAL_RETENTION_SIZE', 0) * 1024,
        sync: option('WAL_LEVEL', 1) === 2,
      },
    }
  }
  return undefined
}
