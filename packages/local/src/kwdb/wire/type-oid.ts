/** OIDs of PostgreSQL's types and of KWDB's own. */
export const oids = {
  bool: 16,
  bytea: 17,
  char: 18,
  name: 19,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  unknown: 705,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  nchar: 91002,
  nvarchar: 91004,
  varbytes: 91006,
  geometry: 91008,
} as const

/** The types of elements, by the OID of their arrays. */
export const elementOids: ReadonlyMap<number, number> = new Map([
  [1000, oids.bool],
  [1001, oids.bytea],
  [1002, oids.char],
  [1003, oids.name],
  [1005, oids.int2],
  [1007, oids.int4],
  [1009, oids.text],
  [1014, oids.bpchar],
  [1015, oids.varchar],
  [1016, oids.int8],
  [1021, oids.float4],
  [1022, oids.float8],
  [1028, oids.oid],
  [1115, oids.timestamp],
  [1182, oids.date],
  [1185, oids.timestamptz],
  [1231, oids.numeric],
  [2951, oids.uuid],
])

/** Types whose binary format is their text. */
export const textOids: ReadonlySet<number> = new Set([
  0,
  oids.char,
  oids.name,
  oids.text,
  oids.json,
  oids.unknown,
  oids.bpchar,
  oids.varchar,
  oids.nchar,
  oids.nvarchar,
  oids.geometry,
])

/** Types whose values are bytes. */
export const bytesOids: ReadonlySet<number> = new Set([oids.bytea, oids.varbytes])
