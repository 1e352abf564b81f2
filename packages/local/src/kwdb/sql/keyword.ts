/**
 * Where an unquoted word may stand for a name. KWDB has four classes, as PostgreSQL has; a word of
 * none of them is a plain identifier.
 */
export type KeywordClass =
  /** A name anywhere. */
  | 'unreserved'
  /** A column or table, but not a function. */
  | 'columnName'
  /** A function, but not a column or table. */
  | 'functionName'
  /** Only after a dot. */
  | 'reserved'

const words: Readonly<Record<KeywordClass, string>> = {
  unreserved: `
  abort access_hint action add admin after aggregate alter applications at audit audits
  authorization automatic backup before begin bigserial blob bool bucket_count bundle by bytea
  bytes cache call cancel car_hint cascade changefeed citext clob close closer cluster
  collect_sorted_histogram columns commit committed compact complete config configs
  configuration configurations configure conflict constant constraints conversion copy
  covering create_time createrole cube current cycle d data database databases datas date day
  deallocate declare deferred delete describe device disable disallow_hash_join
  disallow_lookup_join disallow_merge_join discard distribution domain double drop enable
  encoding endpoint endtime enum escape estimated exact exclude execute experimental
  experimental_audit experimental_fingerprints experimental_relocate experimental_replica
  expiration explain export extension files filter filterparam filtertype first first_row
  first_row_ts firstts float4 float8 following follows force_index function functions gb
  global grants group_hint groups h hash hash_join hashpoint high histogram hour
  ignore_foreign_keys ignore_index_only ignore_index_scan ignore_table_scan immediate import
  include increment incremental indexes inet inject insert int1 int2 int2vector int4 int64
  int8 interleave interpolate inverted isolation job jobs join_hint json jsonb key keys kv
  label language last last_row last_row_ts lastts lc_collate lc_ctype leading_hint
  leading_table lease leave less level linear list local location locked login lookup
  lookup_join low lua m match materialized maxvalue mb memcapacity memory merge merge_join
  microsecond millisecond minute minvalue mon month ms name names nan nanosecond next no
  no_access_hint no_index_join no_join_hint no_synchronizer_group nocreaterole nologin normal
  nowait ns nulls of off oid oids oidvector open operator opt option options order_join
  ordinality others over owned parent partial partition partitions password pause physical
  plan plans precedes preceding prepare preserve prev previous priority procedure procedures
  public publication queries query range ranges rd read recursive ref refresh regclass
  regnamespace regproc regprocedure regtype reindex relational_group release rename repeatable
  replace reset restore restrict resume retentions revoke role roles rollback rollup rows rule
  s savepoint scatter schedule schedules schema schemas scrub search second secondary sequence
  sequences serial serial2 serial4 serial8 serializable server service session sessions set
  setting settings share show simple skip sliding smallserial snapshot sort_histogram sparse
  split sql start starttime statistics status stdin stmt_hint store stored storing stream
  streams strict string subscription syntax system table_scan tables temp template temporary
  testing_relocate text throttling ties trace transaction trigger triggers truncate trusted ts
  type unbounded uncommitted under unknown unlogged unsplit until update upsert us usage use
  use_index_only use_index_scan users uuid vacuum valid validate value varying view w week
  whenever within without write y year zone
  `,
  columnName: `
  annotate_type between bigint bit boolean char character characteristics coalesce dec decimal
  exists extract extract_duration float geometry greatest grouping if iferror ifnull int
  integer interval iserror least nchar nullif numeric nvarchar out overlay position precision
  real row smallint substring time timestamp timestamptz timetz tinyint treat trim values
  varbit varbytes varchar virtual work
  `,
  functionName: `
  collation cross encode family full ilike inner is isnull join left like natural none notnull
  outer overlaps right similar
  `,
  reserved: `
  all analyse analyze and any array as asc assign asymmetric attribute attributes both case
  cast cast_check check collate column comment compress concurrently constraint continue
  create current_catalog current_date current_role current_schema current_time
  current_timestamp current_user cursor ddlreplay default deferrable delimiter_eof desc
  distinct do each else elsif end endcase endhandler endif endloop endwhile except exit false
  fetch fill for foreign found from grant group handler having in index initially intersect
  into lateral leading limit localtime localtimestamp loop never not nothing null offset on
  only or order placing primary rebalance recurring references returning returns sample select
  session_user some sqlexception symmetric table tag tag_only tag_table tags then to trailing
  true union unique user using variadic when where while window with
  `,
}

/** Words that may begin the name of a table although their class forbids it. */
export const tableNameExtras: ReadonlySet<string> = new Set(['FAMILY', 'INDEX', 'NOTHING'])

/** A word of the grammar. */
export interface Keyword {
  /** Upper case. */
  readonly name: string
  readonly class: KeywordClass
}

const keywords: ReadonlyMap<string, Keyword> = new Map(
  (Object.keys(words) as KeywordClass[]).flatMap(wordClass =>
    words[wordClass]
      .trim()
      .split(/\s+/)
      .map(word => [word, { name: word.toUpperCase(), class: wordClass }] as const),
  ),
)

/** The keyword of a word in lower case, or undefined. */
export function keywordOf(word: string): Keyword | undefined {
  return keywords.get(word)
}

/** Units that may stick to a whole number, as in `10d`. */
export const durationUnits: ReadonlySet<string> = new Set([
  ...['microsecond', 'us', 'nanosecond', 'ns', 'millisecond', 'ms', 'second', 's', 'minute', 'm'],
  ...['hour', 'h', 'day', 'd', 'week', 'w', 'month', 'mon', 'year', 'y'],
])
