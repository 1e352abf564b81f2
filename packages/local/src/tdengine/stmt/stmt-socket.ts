import { binaryAction, readBinaryHead } from '@tidewire/tdengine/wire'
import { olderActions } from '../ws/older-actions.ts'
import { QuerySocket } from '../ws/query-socket.ts'
import type { Action } from '../ws/socket.ts'

/** Text actions of the endpoint. */
const kept: readonly string[] = [
  'version',
  'init',
  'prepare',
  'set_table_name',
  'set_tags',
  'bind',
  'add_batch',
  'exec',
  'close',
  'get_tag_fields',
  'get_col_fields',
]
const keptBinary: readonly bigint[] = [BigInt(binaryAction.setTags), BigInt(binaryAction.bind)]

/**
 * The older endpoint for prepared statements (taosAdapter `/rest/stmt`): version 1 without results, and silence for what
 * it does not know.
 */
export class StmtSocket extends QuerySocket {
  protected override get answersUnknown(): boolean {
    return false
  }

  protected override get shortReplies(): boolean {
    return true
  }

  protected override actions(): ReadonlyMap<string, Action> {
    return olderActions(super.actions(), kept)
  }

  protected override async binary(frame: Buffer, start: bigint): Promise<void> {
    const head = readBinaryHead(frame)
    if (head !== null && !keptBinary.includes(head.action)) return
    await super.binary(frame, start)
  }
}
