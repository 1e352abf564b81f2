/** Words that TDengine 3.3.7 reserves: as a name they need backticks. Lower case. */
const words = `
account accounts add aggregate alive all alter analyze and anode anodes anomaly_window anti apps arbgroups as asc asof
assign at_once auto balance between bigint binary blob bnode bnodes bool both buffer bufsize bwlimit by cache cachemodel
cachesize calc_notify_only case cast child client_version cluster cols column comment comp compact compacts
compact_interval compact_time_offset compact_time_range composite connection connections conns consumer consumers
contains count count_window create createdb current_user database databases dbs db_key decimal delete delete_mark
delete_output_table delete_recalc desc describe disk_info distinct distributed dnode dnodes double drop duration else
enable encrypt_algorithm encrypt_key encryptions event_type event_window every except exists expired_time explain
fill fill_history fill_history_first first float flush force force_output from full function functions geometry grant
grants group having host if ignore ignore_disorder ignore_nodata_trigger in index indexes inner insert int integer
intersect interval into iptoken irowts is is_import isfilled jlimit join json keep keep_time_offset kill language last
last_row leader leading left licences like limit linear local logs low_latency_calc machines match max_delay maxrows
mediumblob merge meta meta_only minrows mnode mnodes modify mount mounts nchar near next nmatch none normal not notify
notify_history notify_options now null null_f nulls offset on on_failure_pause only options or order outer
output_subtable outputtype pages pagesize partition pass pause period pi port position pps pre_filter precision prev
primary privileges qend qnode qnodes qstart qtags qtime queries query rand range ratio read recalculate recursive regexp
redistribute reload rename replace replica replicas reset restore resume retention retentions revoke right rollup
schemaless scores select server_status server_version session set show single_stable sliding slimit sma smallint snode
snodes soffset split ss_chunkpages ss_compact ss_keeplocal ssmigrate stable stables start state state_window stop
storage stream streams stt_trigger subscribe subscriptions substr substring sysinfo system table table_prefix
table_suffix tables tag tags tbname then timestamp timezone tinyint to today topic topics trailing transaction
transactions trim true_for tsdb_pagesize tseries tsma tsmas ttl union unsafe unsigned untreated update use user users
using value value_f varbinary varchar variables verbose vgroup vgroups views virtual vnode vnodes vtable vtables
wal_fsync_period wal_level wal_retention_period wal_retention_size wal_roll_period wal_segment_size watermark when where
window window_close window_offset window_open with write _c0 _irowts _irowts_origin _isfilled _qduration _qend _qstart
_rowts _tags _wduration _wend _wstart true false
`

const reserved: ReadonlySet<string> = new Set(words.trim().split(/\s+/))

/** True for a word (lower case) that cannot be a name without backticks. */
export function isReserved(word: string): boolean {
  return reserved.has(word)
}
