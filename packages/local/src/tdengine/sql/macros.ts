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
