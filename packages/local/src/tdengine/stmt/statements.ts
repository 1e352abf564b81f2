import { binaryAction, binaryHeadLength } from '@tidewire/tdengine/wire'
import { type Action, adapterError } from '../ws/socket.ts'
import { writeRawBlock, writeRawMessage } from './raw-block-write.ts'
import { blockSize } from './raw-columns.ts'
import { StatementRegistry } from './statement-registry.ts'
import { stmt1Actions } from './stmt1-actions.ts'
import { bindFrame, type StatementHost, stmt2Actions } from './stmt2-actions.ts'

/** What answers one binary action; the result is what a reply has beside the common fields. */
export interface BinaryAction {
  /** Its name in replies. */
  readonly name: string
  /** Whether the frame names a statement, whose number errors repeat. */
  readonly isStatement: boolean
  readonly run: (frame: Buffer, id: bigint) => Promise<Record<string, unknown>>
}

/** Prepared statements of both versions, and raw blocks, of one socket. */
export class Statements {
  readonly #registry = new StatementRegistry()
  readonly #host: StatementHost
  readonly #binary: ReadonlyMap<number, BinaryAction>

  constructor(host: StatementHost) {
    this.#host = host
    this.#binary = new Map([
      [binaryAction.setTags, this.#onBlock('set_tags', (id, block) => this.#setTags(id, block))],
      [binaryAction.bind, this.#onBlock('bind', (id, block) => this.#bind(id, block))],
      [
        binaryAction.writeRaw,
        this.#write('write_raw', frame => writeRawMessage(host.engine, host.session(), frame)),
      ],
      [
        binaryAction.writeRawBlock,
        this.#write('write_raw_block', frame =>
          writeRawBlock(host.engine, host.session(), frame, false),
        ),
      ],
      [
        binaryAction.writeRawBlockWithFields,
        this.#write('write_raw_block_with_fields', frame =>
          writeRawBlock(host.engine, host.session(), frame, true),
        ),
      ],
      [
        binaryAction.stmt2Bind,
        {
          name: 'stmt2_bind',
          isStatement: true,
          run: (frame, id) => bindFrame(this.#registry, id, frame),
        },
      ],
    ])
  }

  /** The text actions. */
  actions(): readonly (readonly [string, Action])[] {
    return [
      ...stmt1Actions(this.#host, this.#registry),
      ...stmt2Actions(this.#host, this.#registry),
    ]
  }

  /** The binary action of that number. */
  binary(action: number): BinaryAction | undefined {
    return this.#binary.get(action)
  }

  /** Closes all statements. */
  async closeAll(): Promise<void> {
    await this.#registry.closeAll()
  }

  #onBlock(name: string, run: (id: bigint, block: Buffer) => Promise<void>): BinaryAction {
    return {
      name,
      isStatement: true,
      run: async (frame, id) => {
        await run(id, frame.subarray(binaryHeadLength))
        return { stmt_id: id }
      },
    }
  }

  #write(name: string, run: (frame: Buffer) => Promise<void>): BinaryAction {
    return {
      name,
      isStatement: false,
      run: async frame => {
        await run(frame)
        return {}
      },
    }
  }

  async #setTags(id: bigint, block: Buffer): Promise<void> {
    if (blockSize(block).rows !== 1) throw adapterError('rows not equal 1')
    await this.#registry.use1(id, statement => statement.setTagsBlock(block))
  }

  async #bind(id: bigint, block: Buffer): Promise<void> {
    await this.#registry.use1(id, statement => statement.bindBlock(block))
  }
}
