/** The topic settings that a partition's log follows; sizes in bytes, times in milliseconds, -1 means "no limit". */
export interface LogSettings {
  readonly segmentBytes: number
  readonly segmentMs: number
  readonly indexIntervalBytes: number
  readonly retentionBytes: number
  readonly retentionMs: number
  readonly maxMessageBytes: number
  readonly appendTime: boolean
  readonly timestampBeforeMaxMs: number
  readonly timestampAfterMaxMs: number
  readonly compact: boolean
  readonly delete: boolean
  readonly minCleanableRatio: number
  readonly deleteRetentionMs: number
  readonly minCompactionLagMs: number
  readonly maxCompactionLagMs: number
  /** Records after which data is forced to the disk before they are acknowledged. */
  readonly flushMessages: number
  readonly flushMs: number
  readonly minInsyncReplicas: number
}
