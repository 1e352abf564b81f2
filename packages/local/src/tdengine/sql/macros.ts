/** What the store says of two rows of one time where there must be one. */
export const duplicateTimes = 'td_duplicate_times'

/** Functions of the store that translated queries call; made anew at each start. */
export const macros: readonly string[] = [
  // A sum as 64 bits hold it: signed, and unsigned.
  `CREATE OR REPLACE MACRO td_signed(x) AS (((x + 9223372036854775808::HUGEINT) % 18446744073709551616::HUGEINT + 18446744073709551616::HUGEINT)
     % 18446744073709551616::HUGEINT - 9223372036854775808::HUGEINT)::BIGINT`,
  `CREATE OR REPLACE MACRO td_unsigned(x) AS (x % 18446744073709551616::HUGEINT)::UBIGINT`,
  // The first n bytes of a text, without half a character.
  `CREATE OR REPLACE MACRO td_left_bytes(x, n) AS CASE WHEN strlen(x) <= n THEN x ELSE
     list_max(list_filter(list_transform(range(0, n + 1), lambda i: left(x, i)), lambda s: strlen(s) <= n)) END`,
  // Slope and intercept of a least-squares line through a list.
  `CREATE OR REPLACE MACRO td_leastsquares(l, s, d) AS CASE WHEN l IS NULL THEN NULL ELSE
     (WITH p AS (SELECT unnest(l) AS y, s + d * (unnest(range(len(l)))) AS x)
      SELECT printf('{slop:%.6f, intercept:%.6f}', regr_slope(y, x), regr_intercept(y, x)) FROM p) END`,
  // A text as a number: as far as it is one, else 0.
  `CREATE OR REPLACE MACRO td_number(x) AS CASE WHEN x IS NULL THEN NULL ELSE
     coalesce(try_cast(nullif(regexp_extract(x, '^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?'), '') AS DOUBLE), 0) END`,
  // NULL in place of NaN and infinity.
  'CREATE OR REPLACE MACRO td_finite(x) AS CASE WHEN isfinite(x) THEN x END',
  // A time in units of 1/u seconds as a TIMESTAMP.
  `CREATE OR REPLACE MACRO td_stamp(t, u) AS
     make_timestamp(CASE WHEN u = 1000 THEN t * 1000 WHEN u = 1000000 THEN t ELSE td_floor(t, 1000) END)`,
  // Floor division.
  `CREATE OR REPLACE MACRO td_floor(a, b) AS
     ((a // b) - (CASE WHEN (a % b) <> 0 AND ((a % b) < 0) <> (b < 0) THEN 1 ELSE 0 END))::BIGINT`,
  // Value at the fraction p of an ordered list, as APERCENTILE's histogram gives it.
  `CREATE OR REPLACE MACRO td_apercentile(l, p) AS CASE
     WHEN len(l) = 0 OR l IS NULL THEN NULL
     WHEN len(l) * p / 100.0 <= 1 THEN l[1]
     WHEN len(l) * p / 100.0 >= len(l) THEN l[len(l)]
     ELSE l[floor(len(l) * p / 100.0)::BIGINT] + (len(l) * p / 100.0 - floor(len(l) * p / 100.0))
       * (l[floor(len(l) * p / 100.0)::BIGINT + 1] - l[floor(len(l) * p / 100.0)::BIGINT]) END`,
  // A list of {t, v} in order; two of one time are an error.
  `CREATE OR REPLACE MACRO td_distinct_times(l) AS CASE
     WHEN len(list_filter(range(1, len(l)), lambda i: l[i].t = l[i + 1].t)) > 0 THEN error('${duplicateTimes}') ELSE l END`,
  // A number as its lowest w bytes, and a text of hexadecimal digits as bytes.
  `CREATE OR REPLACE MACRO td_bytes(x, w) AS list_transform(range(0, w), lambda i:
     ((((x::HUGEINT % 18446744073709551616::HUGEINT + 18446744073709551616::HUGEINT) % 18446744073709551616::HUGEINT)
       // (256::HUGEINT ** i)::HUGEINT) % 256)::UBIGINT)`,
  `CREATE OR REPLACE MACRO td_hex_bytes(h) AS list_transform(range(0, len(h) // 2), lambda i:
     ((instr('0123456789ABCDEF', h[2 * i + 1]) - 1) * 16 + instr('0123456789ABCDEF', h[2 * i + 2]) - 1)::UBIGINT)`,
  // MurmurHash3 with 32 bits of a list of bytes, with TDengine's seed.
  `CREATE OR REPLACE MACRO td_rotate(x, a, b) AS ((x * a::UBIGINT) % 4294967296::UBIGINT + x // b::UBIGINT)`,
  `CREATE OR REPLACE MACRO td_murmur_key(k) AS
     (td_rotate((k * 3432918353::UBIGINT) % 4294967296::UBIGINT, 32768, 131072) * 461845907::UBIGINT) % 4294967296::UBIGINT`,
  `CREATE OR REPLACE MACRO td_murmur_end(h) AS list_transform(list_transform(list_transform([h],
     lambda x: xor(x, x // 65536::UBIGINT) * 2246822507::UBIGINT % 4294967296::UBIGINT),
     lambda x: xor(x, x // 8192::UBIGINT) * 3266489909::UBIGINT % 4294967296::UBIGINT),
     lambda x: xor(x, x // 65536::UBIGINT))[1]`,
  `CREATE OR REPLACE MACRO td_murmur_block(l, i) AS (l[i + 1] + coalesce(l[i + 2], 0::UBIGINT) * 256::UBIGINT
     + coalesce(l[i + 3], 0::UBIGINT) * 65536::UBIGINT + coalesce(l[i + 4], 0::UBIGINT) * 16777216::UBIGINT)`,
  `CREATE OR REPLACE MACRO td_murmur_start(l) AS list_reduce(list_prepend(305419896::UBIGINT,
     list_transform(range(0, len(l) // 4), lambda i: td_murmur_key(td_murmur_block(l, i * 4)))),
     lambda h, k: (td_rotate(xor(h, k), 8192, 524288) * 5 + 3864292196::UBIGINT) % 4294967296::UBIGINT)`,
  `CREATE OR REPLACE MACRO td_murmur(l) AS td_murmur_end(xor(xor(td_murmur_start(l), CASE WHEN len(l) % 4 = 0 THEN 0::UBIGINT
     ELSE td_murmur_key(td_murmur_block(l, len(l) - len(l) % 4)) END), len(l)::UBIGINT))`,
  // Slots of a hash table that holds n values.
  `CREATE OR REPLACE MACRO td_slots(n) AS (CASE WHEN n <= 48 THEN 64 ELSE 2 ** ceil(log2(n / 0.75)) END)::UBIGINT`,
  // Time-weighted average of a list of {t, v} in order.
  `CREATE OR REPLACE MACRO td_twa(l) AS CASE WHEN l IS NULL OR len(l) = 0 THEN NULL WHEN len(l) = 1 THEN l[1].v::DOUBLE ELSE
     list_sum(list_transform(range(1, len(l)), lambda i: (l[i].v::DOUBLE + l[i + 1].v::DOUBLE) / 2 * (l[i + 1].t - l[i].t)))
       / (l[len(l)].t - l[1].t) END`,
  // Rate of the last two of a list of {t, v} in order, per second.
  `CREATE OR REPLACE MACRO td_irate(l, u) AS CASE WHEN l IS NULL OR len(l) < 2 THEN 0.0::DOUBLE
     WHEN l[len(l)].t = l[len(l) - 1].t THEN 0.0::DOUBLE ELSE
     (l[len(l)].v::DOUBLE - CASE WHEN l[len(l)].v < l[len(l) - 1].v THEN 0 ELSE l[len(l) - 1].v::DOUBLE END)
       / ((l[len(l)].t - l[len(l) - 1].t)::DOUBLE / u) END`,
]
