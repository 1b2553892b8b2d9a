-- What translated queries call and DuckDB lacks, with Spark's meaning. Where the types of arguments decide, typeof asks;
-- DuckDB folds it, so that only one branch is left. spark_try_x gives NULL where spark_x gives an error.

-- numbers
CREATE OR REPLACE MACRO spark_divide(a, b) AS CASE WHEN b = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero. Use try_divide to get NULL instead.') ELSE a / b END;
CREATE OR REPLACE MACRO spark_try_divide(a, b) AS a / nullif(b, 0);
CREATE OR REPLACE MACRO spark_remainder(a, b) AS CASE WHEN b = 0 THEN error('[REMAINDER_BY_ZERO] Remainder by zero. Use try_mod to get NULL instead.') ELSE a % b END;
CREATE OR REPLACE MACRO spark_try_remainder(a, b) AS a % nullif(b, 0);
CREATE OR REPLACE MACRO spark_pmod(a, b) AS CASE WHEN b = 0 THEN error('[REMAINDER_BY_ZERO] Remainder by zero.') ELSE ((a % b) + b) % b END;
CREATE OR REPLACE MACRO spark_try_pmod(a, b) AS ((a % nullif(b, 0)) + b) % nullif(b, 0);
CREATE OR REPLACE MACRO spark_div(a, b) AS CASE WHEN b = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero.') ELSE CAST(trunc(a // b) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_try_div(a, b) AS CAST(trunc(a // nullif(b, 0)) AS BIGINT);
CREATE OR REPLACE MACRO spark_try_add(a, b) AS TRY(a + b);
CREATE OR REPLACE MACRO spark_try_subtract(a, b) AS TRY(a - b);
CREATE OR REPLACE MACRO spark_try_multiply(a, b) AS TRY(a * b);
CREATE OR REPLACE MACRO spark_acos(x) AS CASE WHEN abs(x) > 1 THEN CAST('NaN' AS DOUBLE) ELSE acos(x) END;
CREATE OR REPLACE MACRO spark_asin(x) AS CASE WHEN abs(x) > 1 THEN CAST('NaN' AS DOUBLE) ELSE asin(x) END;
CREATE OR REPLACE MACRO spark_cbrt(x) AS CASE WHEN power(round(cbrt(x)), 3) = x THEN round(cbrt(x)) ELSE cbrt(x) END;
CREATE OR REPLACE MACRO spark_ceil(x) AS CAST(ceil(x) AS BIGINT), (x, digits) AS ceil(CAST(x AS DECIMAL(38, 10)) * power(10, digits)) / power(10, digits);
CREATE OR REPLACE MACRO spark_floor(x) AS CAST(floor(x) AS BIGINT), (x, digits) AS floor(CAST(x AS DECIMAL(38, 10)) * power(10, digits)) / power(10, digits);
CREATE OR REPLACE MACRO spark_e() AS exp(1);
CREATE OR REPLACE MACRO spark_factorial(n) AS CAST(factorial(CASE WHEN n BETWEEN 0 AND 20 THEN CAST(n AS INTEGER) END) AS BIGINT);
CREATE OR REPLACE MACRO spark_hypot(a, b) AS sqrt(a * a + b * b);
CREATE OR REPLACE MACRO spark_ln(x) AS CASE WHEN x > 0 THEN ln(x) END;
CREATE OR REPLACE MACRO spark_log(x) AS CASE WHEN x > 0 THEN ln(x) END, (base, x) AS CASE WHEN x > 0 AND base > 0 THEN ln(x) / ln(base) END;
CREATE OR REPLACE MACRO spark_log10(x) AS CASE WHEN x > 0 THEN log10(x) END;
CREATE OR REPLACE MACRO spark_log2(x) AS CASE WHEN x > 0 THEN log2(x) END;
CREATE OR REPLACE MACRO spark_log1p(x) AS CASE WHEN x > -1 THEN ln(1 + x) END;
CREATE OR REPLACE MACRO spark_expm1(x) AS exp(x) - 1;
CREATE OR REPLACE MACRO spark_negative(x) AS -x;
CREATE OR REPLACE MACRO spark_positive(x) AS x;
CREATE OR REPLACE MACRO spark_nanvl(a, b) AS CASE WHEN isnan(CAST(a AS DOUBLE)) THEN b ELSE a END;
CREATE OR REPLACE MACRO spark_isnan(x) AS coalesce(isnan(CAST(x AS DOUBLE)), FALSE);
CREATE OR REPLACE MACRO spark_round(x) AS round(x), (x, digits) AS round(x, digits);
CREATE OR REPLACE MACRO spark_bround(x) AS round_even(x, 0), (x, digits) AS round_even(x, digits);
CREATE OR REPLACE MACRO spark_rint(x) AS round_even(CAST(x AS DOUBLE), 0);
CREATE OR REPLACE MACRO spark_sign(x) AS CAST(sign(x) AS DOUBLE);
CREATE OR REPLACE MACRO spark_sqrt(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt(x) END;
CREATE OR REPLACE MACRO spark_width_bucket(x, low, high, buckets) AS CASE
  WHEN low = high OR buckets <= 0 THEN NULL
  WHEN (low < high AND x < low) OR (low > high AND x > low) THEN 0
  WHEN (low < high AND x >= high) OR (low > high AND x <= high) THEN buckets + 1
  ELSE CAST(floor((x - low) / (high - low) * buckets) AS BIGINT) + 1 END;
CREATE OR REPLACE MACRO spark_bin(x) AS bin(CAST(trunc(x) AS BIGINT));
CREATE OR REPLACE MACRO spark_csc(x) AS 1 / sin(x);
CREATE OR REPLACE MACRO spark_sec(x) AS 1 / cos(x);
CREATE OR REPLACE MACRO spark_bit_count(x) AS CAST(bit_count(CAST(x AS BIGINT)) AS INTEGER);
CREATE OR REPLACE MACRO spark_shiftleft(x, n) AS x << n;
CREATE OR REPLACE MACRO spark_shiftright(x, n) AS x >> n;
CREATE OR REPLACE MACRO spark_format_number(x, digits) AS format('{:,.' || digits || 'f}', CAST(x AS DOUBLE));

-- casts
CREATE OR REPLACE MACRO spark_integer(x) AS CASE
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(trunc(TRY_CAST(x AS DOUBLE)) AS BIGINT)
  WHEN starts_with(typeof(x), 'DECIMAL') THEN CAST(trunc(TRY_CAST(x AS DECIMAL(38, 10))) AS BIGINT)
  WHEN starts_with(typeof(x), 'TIMESTAMP') THEN CAST(floor(epoch(TRY_CAST(x AS TIMESTAMP))) AS BIGINT)
  WHEN typeof(x) = 'VARCHAR' AND NOT regexp_matches(CAST(x AS VARCHAR), '^\s*[+-]?\d+\s*$') THEN error('[CAST_INVALID_INPUT] The value ''' || CAST(x AS VARCHAR) || ''' of the type STRING cannot be cast to an integer because it is malformed. Use try_cast to get NULL instead.')
  ELSE CAST(x AS BIGINT) END;
CREATE OR REPLACE MACRO spark_try_integer(x) AS CASE
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN TRY_CAST(trunc(TRY_CAST(x AS DOUBLE)) AS BIGINT)
  WHEN starts_with(typeof(x), 'DECIMAL') THEN TRY_CAST(trunc(TRY_CAST(x AS DECIMAL(38, 10))) AS BIGINT)
  WHEN starts_with(typeof(x), 'TIMESTAMP') THEN CAST(floor(epoch(TRY_CAST(x AS TIMESTAMP))) AS BIGINT)
  WHEN typeof(x) = 'VARCHAR' AND NOT regexp_matches(CAST(x AS VARCHAR), '^\s*[+-]?\d+\s*$') THEN NULL
  ELSE TRY_CAST(x AS BIGINT) END;
CREATE OR REPLACE MACRO spark_exponent(digits) AS CASE
  WHEN contains(digits, 'e') THEN CAST(split_part(digits, 'e', 2) AS INTEGER)
  WHEN starts_with(digits, '0.') THEN -1 - length(regexp_extract(digits, '^0\.(0*)', 1))
  ELSE length(split_part(digits, '.', 1)) - 1 END;
CREATE OR REPLACE MACRO spark_mantissa(digits) AS trim(replace(split_part(digits, 'e', 1), '.', ''), '0');
CREATE OR REPLACE MACRO spark_double_string(x, digits) AS CASE
  WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
  WHEN x = 0 OR (abs(x) >= 0.001 AND abs(x) < 10000000) THEN CAST(x AS VARCHAR)
  ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || left(spark_mantissa(digits), 1) || '.' || CASE WHEN length(spark_mantissa(digits)) > 1 THEN substr(spark_mantissa(digits), 2) ELSE '0' END || 'E' || spark_exponent(digits) END;
CREATE OR REPLACE MACRO spark_string(x) AS CASE
  WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN CAST(TRY_CAST(x AS TIMESTAMP) AS VARCHAR)
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN spark_double_string(TRY_CAST(x AS DOUBLE), ltrim(CAST(x AS VARCHAR), '-'))
  WHEN contains(typeof(x), 'STRUCT(') OR contains(typeof(x), 'MAP(') THEN error('Cannot cast ' || typeof(x) || ' to STRING: use to_json')
  ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO spark_timestamp(x) AS CASE
  WHEN typeof(x) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE', 'FLOAT') OR starts_with(typeof(x), 'DECIMAL') THEN to_timestamp(TRY_CAST(x AS DOUBLE))
  ELSE CAST(x AS TIMESTAMPTZ) END;
CREATE OR REPLACE MACRO spark_try_timestamp(x) AS CASE
  WHEN typeof(x) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE', 'FLOAT') OR starts_with(typeof(x), 'DECIMAL') THEN to_timestamp(TRY_CAST(x AS DOUBLE))
  ELSE TRY_CAST(x AS TIMESTAMPTZ) END;
CREATE OR REPLACE MACRO spark_date(x) AS CAST(CAST(x AS TIMESTAMP) AS DATE);
CREATE OR REPLACE MACRO spark_try_date(x) AS CAST(TRY_CAST(x AS TIMESTAMP) AS DATE);

-- choice
CREATE OR REPLACE MACRO spark_nvl2(a, b, c) AS CASE WHEN a IS NOT NULL THEN b ELSE c END;
CREATE OR REPLACE MACRO spark_isnull(x) AS x IS NULL;
CREATE OR REPLACE MACRO spark_isnotnull(x) AS x IS NOT NULL;
CREATE OR REPLACE MACRO spark_equal_null(a, b) AS a IS NOT DISTINCT FROM b;
CREATE OR REPLACE MACRO spark_assert_true(x) AS CASE WHEN x THEN NULL ELSE error('[USER_RAISED_EXCEPTION] The condition is not true') END, (x, message) AS CASE WHEN x THEN NULL ELSE error('[USER_RAISED_EXCEPTION] ' || message) END;
CREATE OR REPLACE MACRO spark_nullifzero(x) AS nullif(x, 0);
CREATE OR REPLACE MACRO spark_zeroifnull(x) AS coalesce(x, 0);
CREATE OR REPLACE MACRO spark_typeof(x) AS CASE typeof(x)
  WHEN 'VARCHAR' THEN 'string' WHEN 'INTEGER' THEN 'int' WHEN 'BLOB' THEN 'binary' WHEN 'TIMESTAMP WITH TIME ZONE' THEN 'timestamp' WHEN 'TIMESTAMP' THEN 'timestamp_ntz'
  WHEN 'INTEGER[]' THEN 'array<int>' WHEN 'VARCHAR[]' THEN 'array<string>' WHEN '"NULL"' THEN 'void' ELSE lower(typeof(x)) END;

-- texts
CREATE OR REPLACE MACRO spark_ascii(x) AS CASE WHEN CAST(x AS VARCHAR) = '' THEN 0 ELSE unicode(CAST(x AS VARCHAR)) END;
CREATE OR REPLACE MACRO spark_bytes(x) AS CASE WHEN typeof(x) = 'BLOB' THEN TRY_CAST(x AS BLOB) ELSE encode(CAST(x AS VARCHAR)) END;
CREATE OR REPLACE MACRO spark_base64(x) AS base64(spark_bytes(x));
CREATE OR REPLACE MACRO spark_trim(x) AS trim(x, ' '), (x, characters) AS trim(x, characters);
CREATE OR REPLACE MACRO spark_ltrim(x) AS ltrim(x, ' '), (characters, x) AS ltrim(x, characters);
CREATE OR REPLACE MACRO spark_rtrim(x) AS rtrim(x, ' '), (characters, x) AS rtrim(x, characters);
CREATE OR REPLACE MACRO spark_char(n) AS CASE WHEN n < 0 THEN '' ELSE chr(CAST(n % 256 AS INTEGER)) END;
CREATE OR REPLACE MACRO spark_length(x) AS CAST(length(CAST(x AS VARCHAR)) AS INTEGER);
CREATE OR REPLACE MACRO spark_octet_length(x) AS CAST(octet_length(spark_bytes(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_bit_length(x) AS CAST(8 * octet_length(spark_bytes(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_words(x) AS CASE WHEN ends_with(typeof(x), '[]') THEN TRY_CAST(x AS VARCHAR[]) ELSE [CAST(x AS VARCHAR)] END;
CREATE OR REPLACE MACRO spark_concat_ws(separator, words) AS CASE WHEN separator IS NOT NULL THEN coalesce(array_to_string(list_filter(flatten(words), lambda w: w IS NOT NULL), separator), '') END;
CREATE OR REPLACE MACRO spark_find_in_set(x, texts) AS CASE WHEN contains(x, ',') THEN 0 WHEN x IS NOT NULL AND texts IS NOT NULL THEN CAST(coalesce(list_position(string_split(texts, ','), x), 0) AS INTEGER) END;
CREATE OR REPLACE MACRO spark_unhex(x) AS TRY(unhex(x));
CREATE OR REPLACE MACRO spark_hex(x) AS hex(x);
CREATE OR REPLACE MACRO spark_initcap(x) AS array_to_string(list_transform(string_split(lower(x), ' '), lambda w: upper(w[1]) || w[2:]), ' ');
CREATE OR REPLACE MACRO spark_lower(x) AS lower(CAST(x AS VARCHAR));
CREATE OR REPLACE MACRO spark_upper(x) AS upper(replace(CAST(x AS VARCHAR), 'ß', 'SS'));
CREATE OR REPLACE MACRO spark_text(x) AS CASE WHEN typeof(x) = 'BLOB' THEN error('Cannot take BINARY for a text: use decode(x, ''utf-8'')') ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO spark_left(x, n) AS left(spark_text(x), greatest(n, 0));
CREATE OR REPLACE MACRO spark_right(x, n) AS right(spark_text(x), greatest(n, 0));
CREATE OR REPLACE MACRO spark_contains(x, part) AS contains(CAST(x AS VARCHAR), CAST(part AS VARCHAR));
CREATE OR REPLACE MACRO spark_starts_with(x, part) AS starts_with(CAST(x AS VARCHAR), CAST(part AS VARCHAR));
CREATE OR REPLACE MACRO spark_ends_with(x, part) AS ends_with(CAST(x AS VARCHAR), CAST(part AS VARCHAR));
CREATE OR REPLACE MACRO spark_levenshtein(a, b) AS CAST(levenshtein(a, b) AS INTEGER), (a, b, most) AS CAST(CASE WHEN levenshtein(a, b) > most THEN -1 ELSE levenshtein(a, b) END AS INTEGER);
CREATE OR REPLACE MACRO spark_instr(x, part) AS CAST(strpos(x, part) AS INTEGER);
CREATE OR REPLACE MACRO spark_locate(part, x) AS CAST(strpos(x, part) AS INTEGER), (part, x, start) AS CAST(CASE WHEN start < 1 OR strpos(substr(x, start), part) = 0 THEN 0 ELSE strpos(substr(x, start), part) + start - 1 END AS INTEGER);
CREATE OR REPLACE MACRO spark_lpad(x, n) AS lpad(spark_text(x), CAST(greatest(n, 0) AS INTEGER), ' '), (x, n, pad) AS lpad(spark_text(x), CAST(greatest(n, 0) AS INTEGER), pad);
CREATE OR REPLACE MACRO spark_rpad(x, n) AS rpad(spark_text(x), CAST(greatest(n, 0) AS INTEGER), ' '), (x, n, pad) AS rpad(spark_text(x), CAST(greatest(n, 0) AS INTEGER), pad);
CREATE OR REPLACE MACRO spark_md5(x) AS md5(spark_bytes(x));
CREATE OR REPLACE MACRO spark_sha1(x) AS sha1(spark_bytes(x));
CREATE OR REPLACE MACRO spark_sha2(x, bits) AS CASE WHEN bits IN (0, 256) THEN sha256(spark_bytes(x)) ELSE error('sha2 of ' || bits || ' bits is not supported: only 256') END;
CREATE OR REPLACE MACRO spark_overlay(x, part, start) AS left(x, start - 1) || part || substr(x, start + length(part)), (x, part, start, n) AS left(x, start - 1) || part || substr(x, start + n);
CREATE OR REPLACE MACRO spark_parse_url(url, part) AS nullif(CASE part
  WHEN 'PROTOCOL' THEN regexp_extract(url, '^([A-Za-z][A-Za-z0-9+.-]*):', 1)
  WHEN 'AUTHORITY' THEN regexp_extract(url, '^[^:/?#]+://([^/?#]*)', 1)
  WHEN 'USERINFO' THEN regexp_extract(url, '^[^:/?#]+://([^@/?#]*)@', 1)
  WHEN 'HOST' THEN regexp_extract(url, '^[^:/?#]+://(?:[^@/?#]*@)?([^:/?#]*)', 1)
  WHEN 'PATH' THEN regexp_extract(url, '^[^:/?#]+://[^/?#]*([^?#]*)', 1)
  WHEN 'FILE' THEN regexp_extract(url, '^[^:/?#]+://[^/?#]*([^#]*)', 1)
  WHEN 'QUERY' THEN regexp_extract(url, '\?([^#]*)', 1)
  WHEN 'REF' THEN regexp_extract(url, '#(.*)$', 1) END, ''),
  (url, part, name) AS CASE WHEN part = 'QUERY' THEN nullif(regexp_extract(regexp_extract(url, '\?([^#]*)', 1), '(?:^|&)' || regexp_escape(name) || '=([^&]*)', 1), '') END;
CREATE OR REPLACE MACRO spark_repeat(x, n) AS repeat(spark_text(x), greatest(n, 0));
CREATE OR REPLACE MACRO spark_replace(x, part) AS replace(x, part, ''), (x, part, other) AS replace(x, part, other);
CREATE OR REPLACE MACRO spark_space(n) AS repeat(' ', greatest(n, 0));
CREATE OR REPLACE MACRO spark_split_part(x, separator, n) AS CASE WHEN n = 0 THEN error('[INVALID_INDEX_OF_ZERO] The index 0 is invalid.') WHEN separator = '' THEN CASE WHEN n IN (1, -1) THEN x ELSE '' END ELSE split_part(x, separator, n) END;
CREATE OR REPLACE MACRO spark_start(x, start) AS CASE WHEN start > 0 THEN start WHEN start = 0 THEN 1 ELSE length(spark_text(x)) + start + 1 END;
CREATE OR REPLACE MACRO spark_substring(x, start) AS substr(spark_text(x), greatest(spark_start(x, start), 1)),
  (x, start, n) AS substr(spark_text(x), greatest(spark_start(x, start), 1), greatest(0, n - (greatest(spark_start(x, start), 1) - spark_start(x, start))));
CREATE OR REPLACE MACRO spark_substring_index(x, separator, n) AS CASE WHEN n = 0 OR separator = '' THEN '' WHEN n > 0 THEN array_to_string(string_split(x, separator)[1:n], separator) ELSE array_to_string(string_split(x, separator)[greatest(len(string_split(x, separator)) + n + 1, 1):], separator) END;
CREATE OR REPLACE MACRO spark_translate(x, characters, others) AS translate(x, characters, others);
CREATE OR REPLACE MACRO spark_url_encode(x) AS replace(replace(url_encode(x), '%20', '+'), '~', '%7E');
CREATE OR REPLACE MACRO spark_url_decode(x) AS url_decode(replace(x, '+', ' '));
CREATE OR REPLACE MACRO spark_try_url_decode(x) AS TRY(url_decode(replace(x, '+', ' ')));
CREATE OR REPLACE MACRO spark_uuid() AS CAST(uuid() AS VARCHAR);
CREATE OR REPLACE MACRO spark_encode(x, charset) AS CASE WHEN lower(charset) IN ('utf-8', 'utf8') THEN encode(x) ELSE error('Only UTF-8 is supported') END;
CREATE OR REPLACE MACRO spark_decode(x, charset) AS CASE WHEN lower(charset) IN ('utf-8', 'utf8') THEN decode(spark_bytes(x)) ELSE error('Only UTF-8 is supported') END;
CREATE OR REPLACE MACRO spark_split(x, pattern) AS string_split_regex(x, pattern);
CREATE OR REPLACE MACRO spark_split_limit(x, pattern, n) AS CASE WHEN n <= 0 OR len(string_split_regex(x, pattern)) <= n THEN string_split_regex(x, pattern)
  ELSE list_append(string_split_regex(x, pattern)[1:n - 1],
    substr(x, 1 + CAST(coalesce(list_sum(list_transform(string_split_regex(x, pattern)[1:n - 1], lambda p: length(p))), 0) + coalesce(list_sum(list_transform(regexp_extract_all(x, pattern)[1:n - 1], lambda p: length(p))), 0) AS BIGINT))) END;
CREATE OR REPLACE MACRO spark_pairs(x, pairs, names) AS map_from_entries(list_transform(string_split(x, pairs), lambda p: struct_pack("key" := split_part(p, names, 1), "value" := CASE WHEN contains(p, names) THEN p[length(split_part(p, names, 1)) + length(names) + 1:] END)));
CREATE OR REPLACE MACRO spark_str_to_map(x) AS spark_pairs(x, ',', ':'), (x, pairs) AS spark_pairs(x, pairs, ':'), (x, pairs, names) AS spark_pairs(x, pairs, names);

-- dates and times
CREATE OR REPLACE MACRO spark_current_timezone() AS 'UTC';
CREATE OR REPLACE MACRO spark_localtimestamp() AS localtimestamp;
CREATE OR REPLACE MACRO spark_add_months(d, n) AS CAST(spark_date(d) + to_months(CAST(n AS INTEGER)) AS DATE);
CREATE OR REPLACE MACRO spark_shift_date(x, i) AS CASE WHEN typeof(x) = 'VARCHAR' THEN cast_to_type(CAST(TRY_CAST(x AS TIMESTAMPTZ) + i AS VARCHAR), x) ELSE cast_to_type(x + i, x) END;
CREATE OR REPLACE MACRO spark_date_add(d, n) AS spark_date(d) + CAST(n AS INTEGER);
CREATE OR REPLACE MACRO spark_date_sub(d, n) AS spark_date(d) - CAST(n AS INTEGER);
CREATE OR REPLACE MACRO spark_datediff(a, b) AS CAST(spark_date(a) - spark_date(b) AS INTEGER);
CREATE OR REPLACE MACRO spark_date_from_unix_date(n) AS DATE '1970-01-01' + CAST(n AS INTEGER);
CREATE OR REPLACE MACRO spark_day(x) AS CAST(day(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_dayname(x) AS left(dayname(spark_timestamp(x)), 3);
CREATE OR REPLACE MACRO spark_monthname(x) AS left(monthname(spark_timestamp(x)), 3);
CREATE OR REPLACE MACRO spark_dayofweek(x) AS CAST(dayofweek(spark_timestamp(x)) + 1 AS INTEGER);
CREATE OR REPLACE MACRO spark_dayofweek_iso(x) AS CAST(isodow(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_dayofyear(x) AS CAST(dayofyear(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_weekday(x) AS CAST(isodow(spark_timestamp(x)) - 1 AS INTEGER);
CREATE OR REPLACE MACRO spark_weekofyear(x) AS CAST(weekofyear(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_yearofweek(x) AS CAST(isoyear(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_hour(x) AS CAST(hour(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_minute(x) AS CAST(minute(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_second(x) AS CAST(second(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_seconds_part(x) AS CAST((epoch_us(spark_timestamp(x)) % 60000000) / 1000000 AS DECIMAL(8, 6));
CREATE OR REPLACE MACRO spark_month(x) AS CAST(month(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_quarter(x) AS CAST(quarter(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_year(x) AS CAST(year(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_last_day(x) AS last_day(spark_date(x));
CREATE OR REPLACE MACRO spark_make_date(y, m, d) AS make_date(y, m, d);
CREATE OR REPLACE MACRO spark_make_timestamp(y, mo, d, h, mi, s) AS CAST(make_timestamp(y, mo, d, h, mi, s) AS TIMESTAMPTZ), (y, mo, d, h, mi, s, zone) AS timezone(zone, make_timestamp(y, mo, d, h, mi, s));
CREATE OR REPLACE MACRO spark_day_seconds(x) AS epoch_us(spark_timestamp(x)) % 86400000000 / 1000000;
CREATE OR REPLACE MACRO spark_months(x) AS year(spark_timestamp(x)) * 12 + month(spark_timestamp(x));
CREATE OR REPLACE MACRO spark_months_apart(a, b) AS CASE
  WHEN spark_day(a) = spark_day(b) OR (spark_date(a) = spark_last_day(a) AND spark_date(b) = spark_last_day(b)) THEN CAST(spark_months(a) - spark_months(b) AS DOUBLE)
  ELSE spark_months(a) - spark_months(b) + ((spark_day(a) - spark_day(b)) * 86400 + spark_day_seconds(a) - spark_day_seconds(b)) / 2678400 END;
CREATE OR REPLACE MACRO spark_months_between(a, b) AS round(spark_months_apart(a, b), 8), (a, b, rounded) AS CASE WHEN rounded THEN round(spark_months_apart(a, b), 8) ELSE spark_months_apart(a, b) END;
CREATE OR REPLACE MACRO spark_day_number(name) AS CASE upper(left(name, 2)) WHEN 'MO' THEN 1 WHEN 'TU' THEN 2 WHEN 'WE' THEN 3 WHEN 'TH' THEN 4 WHEN 'FR' THEN 5 WHEN 'SA' THEN 6 WHEN 'SU' THEN 7 END;
CREATE OR REPLACE MACRO spark_next_day(x, name) AS spark_date(x) + CAST((spark_day_number(name) - isodow(spark_date(x)) + 6) % 7 + 1 AS INTEGER);
CREATE OR REPLACE MACRO spark_timestamp_seconds(n) AS to_timestamp(n);
CREATE OR REPLACE MACRO spark_timestamp_millis(n) AS CAST(make_timestamp(CAST(n AS BIGINT) * 1000) AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO spark_timestamp_micros(n) AS CAST(make_timestamp(CAST(n AS BIGINT)) AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO spark_unix_date(x) AS CAST(spark_date(x) - DATE '1970-01-01' AS INTEGER);
CREATE OR REPLACE MACRO spark_unix_seconds(x) AS CAST(floor(epoch(spark_timestamp(x))) AS BIGINT);
CREATE OR REPLACE MACRO spark_unix_millis(x) AS epoch_ms(spark_timestamp(x));
CREATE OR REPLACE MACRO spark_unix_micros(x) AS epoch_us(spark_timestamp(x));
CREATE OR REPLACE MACRO spark_from_utc_timestamp(x, zone) AS CAST(timezone(zone, spark_timestamp(x)) AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO spark_to_utc_timestamp(x, zone) AS timezone(zone, CAST(spark_timestamp(x) AS TIMESTAMP));

-- arrays and maps
CREATE OR REPLACE MACRO spark_count(x) AS CASE WHEN starts_with(typeof(x), 'MAP') THEN CAST(cardinality(TRY_CAST(x AS MAP(VARCHAR, VARCHAR))) AS BIGINT) ELSE len(TRY_CAST(x AS VARCHAR[])) END;
CREATE OR REPLACE MACRO spark_subscript(c, i) AS CASE WHEN starts_with(typeof(c), 'MAP') THEN c[i]
  WHEN TRY_CAST(i AS BIGINT) < 0 OR TRY_CAST(i AS BIGINT) >= spark_count(c) THEN error('[INVALID_ARRAY_INDEX] The index ' || i || ' is out of bounds. The array has ' || spark_count(c) || ' elements. Use get to get NULL instead.')
  ELSE c[cast_to_type(TRY_CAST(i AS BIGINT) + 1, i)] END;
CREATE OR REPLACE MACRO spark_try_subscript(c, i) AS CASE WHEN starts_with(typeof(c), 'MAP') THEN c[i] WHEN TRY_CAST(i AS BIGINT) >= 0 THEN c[cast_to_type(TRY_CAST(i AS BIGINT) + 1, i)] END;
CREATE OR REPLACE MACRO spark_element_at(c, i) AS CASE
  WHEN starts_with(typeof(c), 'MAP') THEN c[i]
  WHEN TRY_CAST(i AS BIGINT) = 0 THEN error('[INVALID_INDEX_OF_ZERO] The index 0 is invalid.')
  WHEN abs(TRY_CAST(i AS BIGINT)) > spark_count(c) THEN error('[INVALID_ARRAY_INDEX_IN_ELEMENT_AT] The index ' || i || ' is out of bounds. The array has ' || spark_count(c) || ' elements. Use try_element_at to get NULL instead.')
  ELSE c[i] END;
CREATE OR REPLACE MACRO spark_try_element_at(c, i) AS c[i];
CREATE OR REPLACE MACRO spark_get(l, i) AS CASE WHEN i >= 0 THEN l[i + 1] END;
CREATE OR REPLACE MACRO spark_size(x) AS CAST(spark_count(x) AS INTEGER);
CREATE OR REPLACE MACRO spark_try_size(x) AS CAST(coalesce(spark_count(x), -1) AS INTEGER);
CREATE OR REPLACE MACRO spark_any(l) AS CASE WHEN list_contains(l, TRUE) THEN TRUE WHEN len(list_filter(l, lambda e: e IS NULL)) > 0 THEN NULL WHEN l IS NOT NULL THEN FALSE END;
CREATE OR REPLACE MACRO spark_every(l) AS CASE WHEN list_contains(l, FALSE) THEN FALSE WHEN len(list_filter(l, lambda e: e IS NULL)) > 0 THEN NULL WHEN l IS NOT NULL THEN TRUE END;
CREATE OR REPLACE MACRO spark_positions(l) AS list_transform(l, lambda e, i: struct_pack(pos := CAST(i - 1 AS INTEGER), col := e));
CREATE OR REPLACE MACRO spark_outer(l) AS CASE WHEN len(l) > 0 THEN l ELSE [NULL] END;
CREATE OR REPLACE MACRO spark_array_append(l, x) AS CASE WHEN l IS NOT NULL THEN list_append(l, x) END;
CREATE OR REPLACE MACRO spark_array_prepend(l, x) AS CASE WHEN l IS NOT NULL THEN list_prepend(x, l) END;
CREATE OR REPLACE MACRO spark_array_compact(l) AS list_filter(l, lambda e: e IS NOT NULL);
CREATE OR REPLACE MACRO spark_array_contains(l, x) AS CASE WHEN l IS NULL OR x IS NULL THEN NULL WHEN list_contains(l, x) THEN TRUE WHEN len(list_filter(l, lambda e: e IS NULL)) > 0 THEN NULL ELSE FALSE END;
CREATE OR REPLACE MACRO spark_array_distinct(l) AS list_filter(l, lambda e, i: list_position(l, e) = i);
CREATE OR REPLACE MACRO spark_array_except(a, b) AS CASE WHEN b IS NOT NULL THEN list_filter(a, lambda e, i: list_position(a, e) = i AND list_position(b, e) IS NULL) END;
CREATE OR REPLACE MACRO spark_array_intersect(a, b) AS CASE WHEN b IS NOT NULL THEN list_filter(a, lambda e, i: list_position(a, e) = i AND list_position(b, e) IS NOT NULL) END;
CREATE OR REPLACE MACRO spark_array_union(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN spark_array_distinct(list_concat(a, b)) END;
CREATE OR REPLACE MACRO spark_array_insert(l, n, x) AS CASE WHEN n > 0 THEN list_concat(list_append(l[1:n - 1], x), l[n:]) ELSE list_concat(list_append(l[1:len(l) + n + 1], x), l[len(l) + n + 2:]) END;
CREATE OR REPLACE MACRO spark_array_join(l, separator) AS array_to_string(list_filter(l, lambda e: e IS NOT NULL), separator), (l, separator, otherwise) AS array_to_string(list_transform(l, lambda e: coalesce(CAST(e AS VARCHAR), otherwise)), separator);
CREATE OR REPLACE MACRO spark_array_position(l, x) AS CASE WHEN l IS NOT NULL AND x IS NOT NULL THEN CAST(coalesce(list_position(l, x), 0) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_array_remove(l, x) AS CASE WHEN x IS NOT NULL THEN list_filter(l, lambda e: e IS DISTINCT FROM x) END;
CREATE OR REPLACE MACRO spark_array_repeat(x, n) AS list_transform(range(CAST(n AS BIGINT)), lambda i: x);
CREATE OR REPLACE MACRO spark_array_sort(l) AS list_sort(l, 'ASC', 'NULLS LAST');
CREATE OR REPLACE MACRO spark_sort_array(l) AS list_sort(l, 'ASC', 'NULLS FIRST'), (l, up) AS CASE WHEN up THEN list_sort(l, 'ASC', 'NULLS FIRST') ELSE list_sort(l, 'DESC', 'NULLS LAST') END;
CREATE OR REPLACE MACRO spark_arrays_overlap(a, b) AS CASE
  WHEN len(list_filter(a, lambda e: e IS NOT NULL AND list_contains(b, e))) > 0 THEN TRUE
  WHEN len(a) > 0 AND len(b) > 0 AND len(list_filter(a, lambda e: e IS NULL)) + len(list_filter(b, lambda e: e IS NULL)) > 0 THEN NULL
  WHEN a IS NOT NULL AND b IS NOT NULL THEN FALSE END;
CREATE OR REPLACE MACRO spark_flatten(l) AS flatten(l);
CREATE OR REPLACE MACRO spark_sequence(a, b) AS CASE WHEN a <= b THEN generate_series(a, b) ELSE generate_series(a, b, -1) END, (a, b, step) AS cast_to_type(generate_series(a, b, step), [a]);
CREATE OR REPLACE MACRO spark_slice(l, start, n) AS CASE WHEN start > 0 THEN l[start:start + n - 1] WHEN start < 0 THEN l[len(l) + start + 1:len(l) + start + n] ELSE error('[INVALID_PARAMETER_VALUE.START] The start of slice cannot be 0') END;
CREATE OR REPLACE MACRO spark_map_contains_key(m, k) AS map_contains(m, k);

-- JSON
CREATE OR REPLACE MACRO spark_get_json_object(x, path) AS CASE WHEN json_valid(x) THEN json_extract_string(x, path) END;
CREATE OR REPLACE MACRO spark_json_field(x, name) AS CASE WHEN json_valid(x) THEN json_extract_string(x, '$."' || name || '"') END;
CREATE OR REPLACE MACRO spark_json_array_length(x) AS CASE WHEN json_valid(x) AND left(ltrim(x), 1) = '[' THEN CAST(json_array_length(x) AS INTEGER) END;
CREATE OR REPLACE MACRO spark_json_object_keys(x) AS CASE WHEN json_valid(x) AND left(ltrim(x), 1) = '{' THEN json_keys(x) END;
CREATE OR REPLACE MACRO spark_to_json(x) AS CAST(json_merge_patch('{}', to_json(x)) AS VARCHAR);
CREATE OR REPLACE MACRO spark_from_json(x, structure) AS CASE WHEN json_valid(x) THEN from_json(x, structure) END,
  (x, structure, otherwise) AS CASE WHEN x IS NOT NULL THEN from_json(CASE WHEN json_valid(x) THEN x ELSE otherwise END, structure) END;

-- distinct values of a stream: the 1,024 smallest of 63-bit hashes
CREATE OR REPLACE MACRO spark_sketch_hash(x) AS CASE WHEN x IS NOT NULL THEN CAST(md5_number_lower(CAST(x AS VARCHAR)) >> 1 AS BIGINT) END;
CREATE OR REPLACE MACRO spark_sketch(hashes) AS list_sort(list_filter(hashes, lambda h: h IS NOT NULL))[1:1024];
CREATE OR REPLACE MACRO spark_sketch_merge(sketches) AS list_sort(list_distinct(flatten(sketches)))[1:1024];
CREATE OR REPLACE MACRO spark_sketch_count(sketch) AS CASE WHEN coalesce(len(sketch), 0) < 1024 THEN CAST(coalesce(len(sketch), 0) AS BIGINT) ELSE CAST(round(1023 / (sketch[1024] / 9223372036854775807)) AS BIGINT) END;
