-- What translated queries call and DuckDB lacks, with Spark's meaning. Where the types of arguments decide, typeof asks;
-- DuckDB folds it, so that only one branch is left. spark_try_x gives NULL where spark_x gives an error.

-- types: a list of x keeps DuckDB from asking for the type of a parameter before a call says which it is, and has a type that can be told where x is NULL
CREATE OR REPLACE MACRO spark_type(x) AS regexp_replace(typeof([x]), '\[\]$', '');
CREATE OR REPLACE MACRO spark_as(x, type) AS cast_to_type(x, json_transform('null', '"' || type || '"'));
CREATE OR REPLACE MACRO spark_same_type(x) AS CASE spark_type(x) WHEN '"NULL"' THEN 'INTEGER' ELSE replace(spark_type(x), '"', '\"') END;
CREATE OR REPLACE MACRO spark_is_integer(type) AS type IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT');
-- a text beside something else is read as that: beside a whole number as a BIGINT, beside another as a DOUBLE, beside dates and truths as one. A list of a value is asked for its type, here as well, and
-- what is asked is short, since every node of a macro is bound anew
CREATE OR REPLACE MACRO spark_is_text(x) AS typeof([x]) = 'VARCHAR[]';
CREATE OR REPLACE MACRO spark_kind(list_type) AS CASE WHEN list_type IN ('TINYINT[]', 'SMALLINT[]', 'INTEGER[]', 'BIGINT[]', 'HUGEINT[]') THEN 'BIGINT' WHEN list_type IN ('DOUBLE[]', 'FLOAT[]') OR starts_with(list_type, 'DECIMAL(') THEN 'DOUBLE'
  WHEN list_type IN ('BOOLEAN[]', 'DATE[]', 'TIMESTAMP[]', 'TIMESTAMP WITH TIME ZONE[]') THEN list_type[:-3] ELSE 'VARCHAR' END;
CREATE OR REPLACE MACRO spark_shape(list_type) AS CASE WHEN list_type IN ('TINYINT[]', 'SMALLINT[]', 'INTEGER[]', 'BIGINT[]', 'HUGEINT[]') THEN '\s*[+-]?\d+\s*' WHEN list_type = 'BOOLEAN[]' THEN '(?i)\s*(t|true|y|yes|1|f|false|n|no|0)\s*'
  WHEN list_type = 'DATE[]' THEN '\s*\d{4}-\d{1,2}-\d{1,2}\s*' WHEN starts_with(list_type, 'TIMESTAMP') THEN '\s*\d{4}-\d{1,2}-\d{1,2}([T ].*)?\s*' WHEN list_type = 'VARCHAR[]' THEN '(?s).*' ELSE '[^_]*' END;
CREATE OR REPLACE MACRO spark_same_or(x, kind) AS CASE typeof([x]) WHEN 'VARCHAR[]' THEN kind WHEN '"NULL"[]' THEN 'INTEGER' ELSE replace(typeof([x])[:-3], '"', '\"') END;
CREATE OR REPLACE MACRO spark_malformed(x, kind) AS error('[CAST_INVALID_INPUT] The value ''' || x || ''' of the type STRING cannot be cast to ' || kind || ' because it is malformed. Use try_cast to get NULL instead.');
CREATE OR REPLACE MACRO spark_read(x, list_type, kind) AS spark_as(CASE WHEN spark_is_text(x) AND NOT regexp_full_match(CAST(x AS VARCHAR), spark_shape(list_type)) THEN spark_malformed(CAST(x AS VARCHAR), list_type[:-3]) ELSE x END, spark_same_or(x, kind));
CREATE OR REPLACE MACRO spark_quiet(x, list_type, kind) AS spark_as(CASE WHEN NOT spark_is_text(x) OR regexp_full_match(CAST(x AS VARCHAR), spark_shape(list_type)) THEN x END, spark_same_or(x, kind));
CREATE OR REPLACE MACRO spark_number(x) AS spark_as(CASE WHEN spark_is_text(x) AND contains(CAST(x AS VARCHAR), '_') THEN spark_malformed(CAST(x AS VARCHAR), 'DOUBLE') ELSE x END, spark_same_or(x, 'DOUBLE'));
CREATE OR REPLACE MACRO spark_signed(x) AS spark_number(x);
CREATE OR REPLACE MACRO spark_try_signed(x) AS TRY(spark_quiet(x, 'DOUBLE[]', 'DOUBLE'));
CREATE OR REPLACE MACRO spark_operand(x, other) AS CASE WHEN spark_is_text(x) AND spark_is_text(other) THEN error('[DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE] Cannot use an operator of numbers with two texts: cast them') ELSE spark_read(x, typeof([other]), spark_kind(typeof([other]))) END;
CREATE OR REPLACE MACRO spark_try_operand(x, other) AS TRY(spark_quiet(x, 'DOUBLE[]', 'DOUBLE'));
CREATE OR REPLACE MACRO spark_quiet_operand(x, other) AS spark_quiet(x, typeof([other]), spark_kind(typeof([other])));
CREATE OR REPLACE MACRO spark_group(list_type) AS CASE WHEN list_type = 'BOOLEAN[]' THEN 1 WHEN list_type IN ('DATE[]', 'TIMESTAMP[]', 'TIMESTAMP WITH TIME ZONE[]') THEN 2 WHEN list_type IN ('TINYINT[]', 'SMALLINT[]', 'INTEGER[]', 'BIGINT[]', 'HUGEINT[]', 'DOUBLE[]', 'FLOAT[]') OR starts_with(list_type, 'DECIMAL(') THEN 3 END;
CREATE OR REPLACE MACRO spark_is_no_number(x) AS typeof([x]) IN ('BOOLEAN[]', 'DATE[]', 'TIMESTAMP[]', 'TIMESTAMP WITH TIME ZONE[]');
CREATE OR REPLACE MACRO spark_apart(x, other) AS error('[DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES] Cannot compare ' || typeof(x) || ' with ' || other);
CREATE OR REPLACE MACRO spark_beside_number(x, kind) AS CASE typeof([x]) WHEN 'FLOAT[]' THEN 'DOUBLE' ELSE spark_same_or(x, kind) END;
CREATE OR REPLACE MACRO spark_beside_whole(x) AS CASE WHEN spark_is_no_number(x) THEN spark_apart(x, 'a number') ELSE spark_as(CASE WHEN spark_is_text(x) AND NOT regexp_full_match(CAST(x AS VARCHAR), '\s*[+-]?\d+\s*') THEN spark_malformed(CAST(x AS VARCHAR), 'BIGINT') ELSE x END, spark_beside_number(x, 'BIGINT')) END;
CREATE OR REPLACE MACRO spark_beside_fraction(x) AS CASE WHEN spark_is_no_number(x) THEN spark_apart(x, 'a number') ELSE spark_as(CASE WHEN spark_is_text(x) AND contains(CAST(x AS VARCHAR), '_') THEN spark_malformed(CAST(x AS VARCHAR), 'DOUBLE') ELSE x END, spark_beside_number(x, 'DOUBLE')) END;
CREATE OR REPLACE MACRO spark_beside_text(x) AS CASE WHEN spark_is_no_number(x) THEN error('[CAST_INVALID_INPUT] Cannot compare ' || typeof(x) || ' with a text that spells none') ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO spark_try_beside_text(x) AS CASE WHEN NOT spark_is_no_number(x) THEN CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO spark_try_beside_whole(x) AS TRY(spark_quiet(x, 'BIGINT[]', 'BIGINT'));
CREATE OR REPLACE MACRO spark_try_beside_fraction(x) AS TRY(spark_quiet(x, 'DOUBLE[]', 'DOUBLE'));
CREATE OR REPLACE MACRO spark_compared(x, other) AS CASE WHEN spark_group(typeof([x])) <> spark_group(typeof([other])) THEN spark_apart(x, typeof(other))
  ELSE spark_read(x, typeof([other]), spark_kind(typeof([other]))) END;
CREATE OR REPLACE MACRO spark_try_compared(x, other) AS TRY(spark_quiet(x, typeof([other]), spark_kind(typeof([other]))));
CREATE OR REPLACE MACRO spark_only_text(x) AS CASE WHEN spark_is_text(x) OR typeof([x]) = '"NULL"[]' THEN x ELSE error('[DATATYPE_MISMATCH.DATA_DIFF_TYPES] Cannot take the greatest or least of ' || typeof(x) || ' and a text') END;
-- beside a text that may spell true or false and nothing else: that where the other is a boolean, else a text
CREATE OR REPLACE MACRO spark_truth_type(x) AS CASE typeof([x]) WHEN 'BOOLEAN[]' THEN 'BOOLEAN' ELSE 'VARCHAR' END;
CREATE OR REPLACE MACRO spark_word(word, other) AS spark_as(word, spark_truth_type(other));
CREATE OR REPLACE MACRO spark_beside_word(x) AS spark_as(x, spark_truth_type(x));
CREATE OR REPLACE MACRO spark_moment_kind(x, other) AS CASE WHEN typeof([x]) IN ('DATE[]', 'VARCHAR[]') AND typeof([other]) = 'DATE[]' OR typeof([x]) = 'DATE[]' AND typeof([other]) IN ('VARCHAR[]', 'TIMESTAMP[]', 'TIMESTAMP WITH TIME ZONE[]') THEN 'TIMESTAMP' ELSE spark_same_or(x, spark_kind(typeof([other]))) END;
CREATE OR REPLACE MACRO spark_moment(x, other) AS CASE WHEN spark_is_text(x) AND spark_is_text(other) THEN error('[DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE] Cannot use an operator of numbers with two texts: cast them')
  ELSE spark_as(spark_read(x, typeof([other]), spark_kind(typeof([other]))), spark_moment_kind(x, other)) END;
CREATE OR REPLACE MACRO spark_precision(x) AS CASE spark_type(x) WHEN 'TINYINT' THEN 3 WHEN 'SMALLINT' THEN 5 WHEN 'INTEGER' THEN 10 WHEN 'BIGINT' THEN 20 WHEN 'HUGEINT' THEN 20
  ELSE TRY_CAST(regexp_extract(spark_type(x), '^DECIMAL\((\d+)', 1) AS INTEGER) END;
CREATE OR REPLACE MACRO spark_scale(x) AS coalesce(TRY_CAST(regexp_extract(spark_type(x), '^DECIMAL\(\d+,(\d+)', 1) AS INTEGER), 0);
CREATE OR REPLACE MACRO spark_is_decimal(x) AS regexp_full_match(spark_type(x), 'DECIMAL\(\d+,\d+\)');
CREATE OR REPLACE MACRO spark_decimal_type(digits, scale) AS 'DECIMAL(' || greatest(least(digits, 38), scale, 1) || ',' || scale || ')';

-- numbers: the branch that is not taken has a type that does not change the other's; quotients of decimals have the type that Spark's DecimalPrecision gives them; a literal has the digits that it is
-- written with, which is what the last two arguments of spark_divide say
CREATE OR REPLACE MACRO spark_quotient_scale(whole, wanted) AS CASE WHEN whole + wanted <= 38 THEN wanted ELSE greatest(38 - whole, 6) END;
CREATE OR REPLACE MACRO spark_decimal_quotient(a, b, digits, scale, divisor_scale, result_scale) AS decimal_division(
  spark_as(a, spark_decimal_type(least(digits, 38 - divisor_scale - result_scale + scale), scale)), spark_as(b, spark_decimal_type(coalesce(spark_precision(b), 1), divisor_scale)), result_scale);
CREATE OR REPLACE MACRO spark_quotient_as(a, b, decimal, digits, scale, divisor_scale, result_scale) AS CASE
  WHEN decimal THEN spark_decimal_quotient(a, b, digits, scale, divisor_scale, result_scale)
  ELSE spark_as(spark_number(a) / spark_number(b), CASE WHEN decimal THEN 'DECIMAL(1,0)' ELSE 'DOUBLE' END) END;
CREATE OR REPLACE MACRO spark_quotient(a, b, digits, divisor_digits) AS spark_quotient_as(a, b, digits IS NOT NULL AND divisor_digits IS NOT NULL AND (spark_is_decimal(a) OR spark_is_decimal(b)), coalesce(digits, 1), spark_scale(a), spark_scale(b),
  spark_quotient_scale(coalesce(digits, 1) - spark_scale(a) + spark_scale(b), greatest(6, spark_scale(a) + coalesce(divisor_digits, 1) + 1)));
CREATE OR REPLACE MACRO spark_addend(x) AS spark_as(x, CASE WHEN spark_is_decimal(x) THEN spark_type(x) ELSE 'DOUBLE' END);
-- sums and averages of decimals get as many digits as Spark gives them: 10 and 4 more than the values have, which the greatest of them tells
CREATE OR REPLACE MACRO spark_total(total, greatest_value) AS spark_as(total, CASE WHEN spark_is_decimal(greatest_value) THEN spark_decimal_type(spark_precision(greatest_value) + 10, spark_scale(greatest_value)) WHEN spark_is_integer(spark_type(greatest_value)) THEN 'BIGINT' ELSE spark_same_type(total) END);
CREATE OR REPLACE MACRO spark_try_total(total, greatest_value) AS spark_total(CASE WHEN NOT spark_is_integer(spark_type(greatest_value)) OR total BETWEEN -9223372036854775808 AND 9223372036854775807 THEN total END, greatest_value);
CREATE OR REPLACE MACRO spark_average(total, n) AS spark_quotient_as(total, nullif(n, 0), spark_is_decimal(total), 34, spark_scale(total), 0, least(spark_scale(total) + 4, 34));
CREATE OR REPLACE MACRO spark_mean(total, n, greatest_value) AS spark_as(spark_average(total, n), CASE WHEN spark_is_decimal(greatest_value) THEN spark_decimal_type(spark_precision(greatest_value) + 4, least(spark_scale(greatest_value) + 4, 38)) ELSE 'DOUBLE' END);
CREATE OR REPLACE MACRO spark_divide(a, b) AS CASE WHEN spark_number(b) = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero. Use try_divide to get NULL instead.') ELSE spark_quotient(a, b, spark_precision(a), spark_precision(b)) END,
  (a, b, digits, divisor_digits) AS CASE WHEN spark_number(b) = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero. Use try_divide to get NULL instead.') ELSE spark_quotient(a, b, coalesce(digits, spark_precision(a)), coalesce(divisor_digits, spark_precision(b))) END;
CREATE OR REPLACE MACRO spark_try_divide(a, b) AS CASE WHEN spark_number(b) <> 0 THEN spark_quotient(a, b, spark_precision(a), spark_precision(b)) END,
  (a, b, digits, divisor_digits) AS CASE WHEN spark_number(b) <> 0 THEN spark_quotient(a, b, coalesce(digits, spark_precision(a)), coalesce(divisor_digits, spark_precision(b))) END;
CREATE OR REPLACE MACRO spark_remainder(a, b) AS CASE WHEN b = 0 THEN error('[REMAINDER_BY_ZERO] Remainder by zero. Use try_mod to get NULL instead.') ELSE a % b END;
CREATE OR REPLACE MACRO spark_try_remainder(a, b) AS a % nullif(b, 0);
CREATE OR REPLACE MACRO spark_pmod(a, b) AS CASE WHEN b = 0 THEN error('[REMAINDER_BY_ZERO] Remainder by zero.') WHEN a % b < 0 THEN (a % b + b) % b ELSE a % b END;
CREATE OR REPLACE MACRO spark_try_pmod(a, b) AS CASE WHEN a % nullif(b, 0) < 0 THEN (a % b + b) % b ELSE a % nullif(b, 0) END;
CREATE OR REPLACE MACRO spark_div(a, b) AS CASE WHEN b = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero.') ELSE CAST(trunc(a // b) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_try_div(a, b) AS CAST(trunc(a // nullif(b, 0)) AS BIGINT);
CREATE OR REPLACE MACRO spark_div_decimal(a, b) AS CASE WHEN b = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero. Use try_divide to get NULL instead.') ELSE CAST(decimal_division(a - a % b, b, 0) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_try_div_decimal(a, b) AS TRY_CAST(decimal_division(a - a % b, nullif(b, 0), 0) AS BIGINT);
CREATE OR REPLACE MACRO spark_try_add(a, b) AS TRY(spark_quiet_operand(a, b) + spark_quiet_operand(b, a));
CREATE OR REPLACE MACRO spark_try_subtract(a, b) AS TRY(spark_quiet_operand(a, b) - spark_quiet_operand(b, a));
CREATE OR REPLACE MACRO spark_try_multiply(a, b) AS TRY(spark_quiet_operand(a, b) * spark_quiet_operand(b, a));
CREATE OR REPLACE MACRO spark_acos(x) AS CASE WHEN abs(x) > 1 THEN CAST('NaN' AS DOUBLE) ELSE acos(x) END;
CREATE OR REPLACE MACRO spark_asin(x) AS CASE WHEN abs(x) > 1 THEN CAST('NaN' AS DOUBLE) ELSE asin(x) END;
CREATE OR REPLACE MACRO spark_cbrt(x) AS CASE WHEN power(round(cbrt(x)), 3) = x THEN round(cbrt(x)) ELSE cbrt(x) END;
CREATE OR REPLACE MACRO spark_ceil(x) AS CAST(ceil(x) AS BIGINT), (x, digits) AS ceil(CAST(x AS DECIMAL(38, 10)) * power(10, digits)) / power(10, digits);
CREATE OR REPLACE MACRO spark_ceil_to(x, digits, step) AS CASE WHEN round(x, digits) < x THEN round(x, digits) + step ELSE round(x, digits) END;
CREATE OR REPLACE MACRO spark_floor_to(x, digits, step) AS CASE WHEN round(x, digits) > x THEN round(x, digits) - step ELSE round(x, digits) END;
CREATE OR REPLACE MACRO spark_floor(x) AS CAST(floor(x) AS BIGINT), (x, digits) AS floor(CAST(x AS DECIMAL(38, 10)) * power(10, digits)) / power(10, digits);
CREATE OR REPLACE MACRO spark_e() AS exp(1);
CREATE OR REPLACE MACRO spark_factorial(n) AS CAST(factorial(CASE WHEN n BETWEEN 0 AND 20 THEN CAST(n AS INTEGER) END) AS BIGINT);
CREATE OR REPLACE MACRO spark_hypot(a, b) AS sqrt(pow(CAST(a AS DOUBLE), 2) + pow(CAST(b AS DOUBLE), 2));
CREATE OR REPLACE MACRO spark_ln(x) AS CASE WHEN x > 0 THEN ln(x) END;
CREATE OR REPLACE MACRO spark_log(x) AS CASE WHEN x > 0 THEN ln(x) END, (base, x) AS CASE WHEN x > 0 AND base > 0 THEN ln(x) / ln(base) END;
CREATE OR REPLACE MACRO spark_log10(x) AS CASE WHEN x > 0 THEN log10(x) END;
CREATE OR REPLACE MACRO spark_log2(x) AS CASE WHEN x > 0 THEN log2(x) END;
CREATE OR REPLACE MACRO spark_log1p(x) AS CASE WHEN x > -1 THEN ln(1 + CAST(x AS DOUBLE)) END;
CREATE OR REPLACE MACRO spark_expm1(x) AS exp(x) - 1;
CREATE OR REPLACE MACRO spark_negative(x) AS -spark_number(x);
CREATE OR REPLACE MACRO spark_positive(x) AS spark_number(x);
CREATE OR REPLACE MACRO spark_nanvl(a, b) AS CASE WHEN isnan(CAST(a AS DOUBLE)) THEN b ELSE a END;
CREATE OR REPLACE MACRO spark_isnan(x) AS coalesce(isnan(CAST(x AS DOUBLE)), FALSE);
CREATE OR REPLACE MACRO spark_written(x) AS TRY_CAST(CASE WHEN abs(x) < 1e19 THEN CAST(x AS VARCHAR) END AS DECIMAL(38, 18));
CREATE OR REPLACE MACRO spark_round(x) AS round(x), (x, digits) AS CASE WHEN spark_type(x) IN ('DOUBLE', 'FLOAT', 'VARCHAR') THEN spark_as(coalesce(CAST(round(spark_written(TRY_CAST(x AS DOUBLE)), digits) AS DOUBLE), round(TRY_CAST(x AS DOUBLE), digits)), typeof(round(spark_number(coalesce(x, NULL)), digits)))
  ELSE round(spark_number(x), digits) END;
CREATE OR REPLACE MACRO spark_bround(x) AS round_even(x, 0), (x, digits) AS round_even(x, digits);
CREATE OR REPLACE MACRO spark_rint(x) AS round_even(CAST(x AS DOUBLE), 0);
CREATE OR REPLACE MACRO spark_corr(n, xx, yy, r) AS CASE WHEN n < 2 THEN NULL WHEN xx = 0 OR yy = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero: corr of values that do not vary.') ELSE r END;
CREATE OR REPLACE MACRO spark_try_corr(n, xx, yy, r) AS CASE WHEN n > 1 AND xx <> 0 AND yy <> 0 THEN r END;
CREATE OR REPLACE MACRO spark_sign(x) AS CASE WHEN isnan(CAST(x AS DOUBLE)) THEN CAST('NaN' AS DOUBLE) ELSE CAST(sign(x) AS DOUBLE) END;
CREATE OR REPLACE MACRO spark_sqrt(x) AS CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt(x) END;
CREATE OR REPLACE MACRO spark_width_bucket(x, low, high, buckets) AS CASE
  WHEN x IS NULL OR low = high OR buckets <= 0 OR buckets = 9223372036854775807 THEN NULL
  WHEN (low < high AND x < low) OR (low > high AND x > low) THEN 0
  WHEN (low < high AND x >= high) OR (low > high AND x <= high) THEN buckets + 1
  ELSE CAST(floor((x - low) / (high - low) * buckets) AS BIGINT) + 1 END;
CREATE OR REPLACE MACRO spark_bin(x) AS bin(CAST(trunc(x) AS BIGINT));
CREATE OR REPLACE MACRO spark_csc(x) AS 1 / sin(x);
CREATE OR REPLACE MACRO spark_sec(x) AS 1 / cos(x);
CREATE OR REPLACE MACRO spark_bit_count(x) AS CAST(bit_count(CAST(x AS BIGINT)) AS INTEGER);
CREATE OR REPLACE MACRO spark_shiftleft(x, n) AS x << n;
CREATE OR REPLACE MACRO spark_shiftright(x, n) AS x >> n;
CREATE OR REPLACE MACRO spark_bits(x) AS CASE typeof([x]) WHEN 'TINYINT[]' THEN 8 WHEN 'SMALLINT[]' THEN 16 WHEN 'BIGINT[]' THEN 64 ELSE 32 END;
CREATE OR REPLACE MACRO spark_shiftrightunsigned(x, n) AS cast_to_type(CASE WHEN x >= 0 OR n = 0 THEN CAST(x AS HUGEINT) >> n ELSE ((CAST(1 AS HUGEINT) << CASE spark_bits(x) WHEN 64 THEN 64 ELSE 32 END) + CAST(x AS HUGEINT)) >> n END, x);
CREATE OR REPLACE MACRO spark_getbit(x, n) AS CASE WHEN n < 0 OR n >= spark_bits(x) THEN error('[INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE] A bit of getbit must be 0 to ' || (spark_bits(x) - 1) || ', not ' || n) ELSE CAST((CAST(x AS HUGEINT) >> n) & 1 AS TINYINT) END;
CREATE OR REPLACE MACRO spark_try_number_text(x, shape, pattern) AS CASE WHEN regexp_full_match(trim(x, ' '), shape) AND regexp_matches(x, '\d') THEN CASE WHEN regexp_matches(x, '[-<]') THEN '-' ELSE '' END || regexp_replace(x, '[^0-9.]', '', 'g') END;
CREATE OR REPLACE MACRO spark_number_text(x, shape, pattern) AS coalesce(spark_try_number_text(x, shape, pattern), CASE WHEN x IS NOT NULL THEN error('[INVALID_FORMAT.MISMATCH_INPUT] The text ''' || x || ''' does not match the number pattern ' || pattern || '. Use try_to_number to get NULL instead.') END);
CREATE OR REPLACE MACRO spark_format_number(x, format) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') AND NOT isfinite(TRY_CAST(x AS DOUBLE)) THEN CASE WHEN isnan(TRY_CAST(x AS DOUBLE)) THEN 'NaN' WHEN TRY_CAST(x AS DOUBLE) > 0 THEN '∞' ELSE '-∞' END ELSE spark_java_format_number(typeof(x), CAST(x AS VARCHAR), CAST(format AS VARCHAR)) END;

-- casts
CREATE OR REPLACE MACRO spark_integer(x) AS CASE
  WHEN typeof(x) = 'INTERVAL' THEN error('Cannot cast an interval to a number: use datediff for days, unix_timestamp for seconds, or extract(DAY FROM ...)')
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
CREATE OR REPLACE MACRO spark_scientific(digits, mantissa) AS left(mantissa, 1) || '.' || CASE WHEN length(mantissa) > 1 THEN substr(mantissa, 2) ELSE '0' END || 'E' || spark_exponent(digits);
CREATE OR REPLACE MACRO spark_double_string(x, text) AS CASE
  WHEN x = 0 OR (abs(x) >= 0.001 AND abs(x) < 10000000) THEN text
  WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
  ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || spark_scientific(ltrim(text, '-'), spark_mantissa(ltrim(text, '-'))) END;
CREATE OR REPLACE MACRO spark_decimal_string(text) AS CASE WHEN starts_with(text, '.') THEN '0' || text WHEN starts_with(text, '-.') THEN '-0' || substr(text, 2) ELSE text END;
CREATE OR REPLACE MACRO spark_timestamp_string(x) AS CAST(TRY_CAST(x AS TIMESTAMP) AS VARCHAR);
CREATE OR REPLACE MACRO spark_doubles(x) AS list_transform(TRY_CAST(x AS DOUBLE[]), lambda e: spark_double_string(e, CAST(e AS VARCHAR)));
CREATE OR REPLACE MACRO spark_words(x) AS CASE typeof(x)
  WHEN 'DOUBLE[]' THEN spark_doubles(x) WHEN 'TIMESTAMP WITH TIME ZONE[]' THEN list_transform(TRY_CAST(x AS TIMESTAMP[]), lambda e: CAST(e AS VARCHAR))
  ELSE CASE WHEN starts_with(typeof(x), 'DECIMAL(') THEN list_transform(TRY_CAST(x AS VARCHAR[]), lambda e: spark_decimal_string(e)) ELSE TRY_CAST(x AS VARCHAR[]) END END;
CREATE OR REPLACE MACRO spark_other_string(type, text) AS CASE WHEN NOT starts_with(type, 'DECIMAL(') OR ends_with(type, ']') THEN error(CASE type WHEN 'INTERVAL' THEN 'Cannot write an interval as a text: write its parts, such as extract(HOUR FROM x)' ELSE 'Cannot take ' || type || ' for a text: cast it to STRING, or use to_json' END) ELSE spark_decimal_string(text) END;
CREATE OR REPLACE MACRO spark_string(x) AS CASE
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN spark_double_string(TRY_CAST(x AS DOUBLE), CAST(x AS VARCHAR))
  WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN spark_timestamp_string(x)
  WHEN typeof(x) = 'BLOB' THEN decode(TRY_CAST(x AS BLOB))
  WHEN regexp_matches(typeof(x), '^DECIMAL|[\])]$|^INTERVAL') THEN spark_other_string(typeof(x), CAST(x AS VARCHAR))
  ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO spark_is_nested(type) AS ends_with(type, ']') OR starts_with(type, 'STRUCT(') OR starts_with(type, 'MAP(');
CREATE OR REPLACE MACRO spark_cast_string(x) AS CASE WHEN typeof(x) = 'JSON' THEN TRY_CAST(x AS JSON) ->> '$' WHEN spark_is_nested(typeof(x)) THEN spark_java_string(typeof(x), CAST(x AS VARCHAR)) ELSE spark_string(x) END;
CREATE OR REPLACE MACRO spark_is_written_otherwise(x) AS spark_type(x) IN ('DOUBLE', 'FLOAT', 'TIMESTAMP WITH TIME ZONE') OR (spark_is_decimal(x) AND NOT ends_with(spark_type(x), '[]')) OR (regexp_matches(spark_type(x), '^(STRUCT|MAP)\(') AND NOT ends_with(spark_type(x), ']'));
CREATE OR REPLACE MACRO spark_part_type(x) AS CASE WHEN spark_is_written_otherwise(x) THEN 'VARCHAR' ELSE spark_same_type(x) END;
CREATE OR REPLACE MACRO spark_part(x) AS CASE WHEN spark_is_written_otherwise(x) THEN spark_as(spark_string(x), spark_part_type(x)) ELSE spark_as(x, spark_part_type(x)) END;
CREATE OR REPLACE MACRO spark_boolean(x) AS CASE WHEN typeof(x) <> 'VARCHAR' THEN CAST(x AS BOOLEAN) WHEN lower(trim(CAST(x AS VARCHAR))) IN ('t', 'true', 'y', 'yes', '1') THEN TRUE WHEN lower(trim(CAST(x AS VARCHAR))) IN ('f', 'false', 'n', 'no', '0') THEN FALSE
  WHEN x IS NOT NULL THEN error('[CAST_INVALID_INPUT] The value ''' || CAST(x AS VARCHAR) || ''' of the type STRING cannot be cast to BOOLEAN because it is malformed. Use try_cast to get NULL instead.') END;
CREATE OR REPLACE MACRO spark_try_boolean(x) AS CASE WHEN typeof(x) <> 'VARCHAR' THEN TRY_CAST(x AS BOOLEAN) WHEN lower(trim(CAST(x AS VARCHAR))) IN ('t', 'true', 'y', 'yes', '1') THEN TRUE WHEN lower(trim(CAST(x AS VARCHAR))) IN ('f', 'false', 'n', 'no', '0') THEN FALSE END;
CREATE OR REPLACE MACRO spark_list(x) AS spark_as(x, CASE typeof(x) WHEN 'JSON' THEN 'JSON[]' WHEN 'VARCHAR' THEN 'VARCHAR[]' WHEN '"NULL"' THEN 'INTEGER[]' ELSE spark_same_type(x) END);
CREATE OR REPLACE MACRO spark_entries(x) AS map_entries(spark_as(x, CASE typeof(x) WHEN 'JSON' THEN 'MAP(VARCHAR, JSON)' WHEN 'VARCHAR' THEN 'MAP(VARCHAR, VARCHAR)' WHEN '"NULL"' THEN 'MAP(INTEGER, INTEGER)' ELSE spark_same_type(x) END));
CREATE OR REPLACE MACRO spark_digits(x) AS CASE
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(TRY_CAST(x AS DOUBLE) AS VARCHAR)
  WHEN typeof(x) = 'BOOLEAN' THEN CAST(TRY_CAST(x AS INTEGER) AS VARCHAR)
  WHEN starts_with(typeof(x), 'TIMESTAMP') THEN CAST(CAST(epoch_us(TRY_CAST(x AS TIMESTAMP)) AS DECIMAL(38, 6)) / 1000000 AS VARCHAR)
  WHEN typeof(x) = 'VARCHAR' AND contains(CAST(x AS VARCHAR), '_') THEN spark_malformed(CAST(x AS VARCHAR), 'DECIMAL')
  ELSE CAST(x AS VARCHAR) END;
CREATE OR REPLACE MACRO spark_double(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN epoch(TRY_CAST(x AS TIMESTAMP))
  WHEN typeof(x) = 'VARCHAR' AND contains(CAST(x AS VARCHAR), '_') THEN error('[CAST_INVALID_INPUT] The value ''' || CAST(x AS VARCHAR) || ''' of the type STRING cannot be cast to DOUBLE because it is malformed. Use try_cast to get NULL instead.') ELSE CAST(x AS DOUBLE) END;
CREATE OR REPLACE MACRO spark_try_double(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN epoch(TRY_CAST(x AS TIMESTAMP)) WHEN typeof(x) = 'VARCHAR' AND contains(CAST(x AS VARCHAR), '_') THEN NULL ELSE TRY_CAST(x AS DOUBLE) END;
CREATE OR REPLACE MACRO spark_completed(x) AS regexp_replace(regexp_replace(trim(x), '^(\d{4})$', '\1-01'), '^(\d{4}-\d{1,2})$', '\1-01');
CREATE OR REPLACE MACRO spark_date_text(x) AS CASE WHEN x LIKE '____-__-__' THEN x ELSE regexp_extract(spark_completed(x), '^(\d{4}-\d{1,2}-\d{1,2})([T ].*)?$', 1) END;
CREATE OR REPLACE MACRO spark_timestamp_text(x) AS CASE WHEN x LIKE '___________24%' THEN NULL WHEN x LIKE '____-__-__ __:__:__%' OR x LIKE '____-__-__T__:__:__%' THEN x ELSE regexp_extract(spark_completed(x), '^\d{4}-.*$') END;
CREATE OR REPLACE MACRO spark_timestamp(x) AS CASE
  WHEN typeof(x) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE', 'FLOAT') OR starts_with(typeof(x), 'DECIMAL') THEN to_timestamp(TRY_CAST(x AS DOUBLE))
  WHEN typeof(x) = 'VARCHAR' THEN coalesce(TRY_CAST(spark_timestamp_text(CAST(x AS VARCHAR)) AS TIMESTAMPTZ), error('[CAST_INVALID_INPUT] The value ''' || CAST(x AS VARCHAR) || ''' of the type STRING cannot be cast to TIMESTAMP because it is malformed. Use try_cast to get NULL instead.'))
  ELSE CAST(x AS TIMESTAMPTZ) END;
CREATE OR REPLACE MACRO spark_try_timestamp(x) AS CASE
  WHEN typeof(x) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE', 'FLOAT') OR starts_with(typeof(x), 'DECIMAL') THEN to_timestamp(TRY_CAST(x AS DOUBLE))
  WHEN typeof(x) = 'VARCHAR' THEN TRY_CAST(spark_timestamp_text(CAST(x AS VARCHAR)) AS TIMESTAMPTZ)
  ELSE TRY_CAST(x AS TIMESTAMPTZ) END;
CREATE OR REPLACE MACRO spark_date(x) AS CASE
  WHEN typeof(x) = 'VARCHAR' THEN coalesce(TRY_CAST(spark_date_text(CAST(x AS VARCHAR)) AS DATE), error('[CAST_INVALID_INPUT] The value ''' || CAST(x AS VARCHAR) || ''' of the type STRING cannot be cast to DATE because it is malformed. Use try_cast to get NULL instead.'))
  ELSE CAST(CAST(x AS TIMESTAMP) AS DATE) END;
CREATE OR REPLACE MACRO spark_try_date(x) AS CASE WHEN typeof(x) = 'VARCHAR' THEN TRY_CAST(spark_date_text(CAST(x AS VARCHAR)) AS DATE) ELSE CAST(TRY_CAST(x AS TIMESTAMP) AS DATE) END;

CREATE OR REPLACE MACRO spark_beside_type(x, other) AS CASE WHEN spark_type(x) <> 'VARCHAR' THEN spark_same_type(x) WHEN spark_type(other) = 'DATE' THEN 'DATE' ELSE 'TIMESTAMP WITH TIME ZONE' END;
CREATE OR REPLACE MACRO spark_beside_time(x, other) AS CASE WHEN typeof(x) <> 'VARCHAR' THEN spark_as(x, spark_beside_type(x, other)) WHEN typeof(other) = 'DATE' THEN spark_as(spark_date(x), spark_beside_type(x, other)) ELSE spark_as(spark_timestamp(x), spark_beside_type(x, other)) END;
CREATE OR REPLACE MACRO spark_try_beside_time(x, other) AS CASE WHEN typeof(x) <> 'VARCHAR' THEN spark_as(x, spark_beside_type(x, other)) WHEN typeof(other) = 'DATE' THEN spark_as(spark_try_date(x), spark_beside_type(x, other)) ELSE spark_as(spark_try_timestamp(x), spark_beside_type(x, other)) END;
CREATE OR REPLACE MACRO spark_spelled(text, other) AS CASE WHEN spark_type(other) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT') THEN error('[CAST_INVALID_INPUT] The value ''' || text || ''' of the type STRING cannot be cast to BIGINT because it is malformed.')
  ELSE spark_as(text, CASE WHEN spark_is_decimal(other) OR spark_type(other) IN ('DOUBLE', 'FLOAT') THEN 'DOUBLE' ELSE 'VARCHAR' END) END;



-- choice
CREATE OR REPLACE MACRO spark_nvl2(a, b, c) AS CASE WHEN a IS NOT NULL THEN b ELSE c END;
CREATE OR REPLACE MACRO spark_isnull(x) AS x IS NULL;
CREATE OR REPLACE MACRO spark_isnotnull(x) AS x IS NOT NULL;
CREATE OR REPLACE MACRO spark_equal_null(a, b) AS a IS NOT DISTINCT FROM b;
CREATE OR REPLACE MACRO spark_assert_true(x) AS CASE WHEN x THEN NULL ELSE error('[USER_RAISED_EXCEPTION] The condition is not true') END, (x, message) AS CASE WHEN x THEN NULL ELSE error('[USER_RAISED_EXCEPTION] ' || message) END;
CREATE OR REPLACE MACRO spark_nullifzero(x) AS nullif(x, 0);
CREATE OR REPLACE MACRO spark_zeroifnull(x) AS coalesce(x, 0);
CREATE OR REPLACE MACRO spark_typeof(x) AS CASE typeof(x) WHEN 'VARCHAR' THEN 'string' WHEN 'INTEGER' THEN 'int' WHEN 'JSON' THEN 'variant' WHEN 'INTERVAL' THEN error('typeof of an interval is not supported') ELSE spark_java_typeof(typeof(x)) END;

-- texts
CREATE OR REPLACE MACRO spark_ascii(x) AS CASE WHEN spark_string(x) = '' THEN 0 ELSE unicode(spark_string(x)) END;
CREATE OR REPLACE MACRO spark_bytes(x) AS CASE WHEN typeof(x) = 'BLOB' THEN TRY_CAST(x AS BLOB) ELSE encode(spark_string(x)) END;
CREATE OR REPLACE MACRO spark_to_bytes(x) AS CASE WHEN typeof(x) IN ('BLOB', 'VARCHAR') THEN spark_bytes(x) WHEN x IS NOT NULL THEN error('Cannot cast a value of type ' || typeof(x) || ' to BINARY: cast it to STRING first') END;
CREATE OR REPLACE MACRO spark_base64(x) AS base64(spark_bytes(x));
CREATE OR REPLACE MACRO spark_trim(x) AS trim(x, ' '), (x, characters) AS trim(x, characters);
CREATE OR REPLACE MACRO spark_trim_of(x) AS trim(x, ' '), (characters, x) AS trim(x, characters);
CREATE OR REPLACE MACRO spark_ltrim(x) AS ltrim(x, ' '), (characters, x) AS ltrim(x, characters);
CREATE OR REPLACE MACRO spark_rtrim(x) AS rtrim(x, ' '), (characters, x) AS rtrim(x, characters);
CREATE OR REPLACE MACRO spark_char(n) AS CASE WHEN n < 0 THEN '' ELSE chr(CAST(CAST(trunc(n) AS BIGINT) % 256 AS INTEGER)) END;
CREATE OR REPLACE MACRO spark_length(x) AS CAST(CASE WHEN typeof(x) = 'BLOB' THEN octet_length(TRY_CAST(x AS BLOB)) ELSE length(spark_string(x)) END AS INTEGER);
CREATE OR REPLACE MACRO spark_octet_length(x) AS CAST(octet_length(spark_bytes(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_bit_length(x) AS CAST(8 * octet_length(spark_bytes(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_as_words(x) AS CASE WHEN ends_with(typeof(x), '[]') THEN spark_words(x) ELSE [spark_string(x)] END;
CREATE OR REPLACE MACRO spark_concat_ws(separator, words) AS CASE WHEN separator IS NOT NULL THEN coalesce(array_to_string(list_filter(flatten(words), lambda w: w IS NOT NULL), separator), '') END;
CREATE OR REPLACE MACRO spark_find_in_set(x, texts) AS CASE WHEN contains(x, ',') THEN 0 WHEN x IS NOT NULL AND texts IS NOT NULL THEN CAST(coalesce(list_position(string_split(texts, ','), x), 0) AS INTEGER) END;
CREATE OR REPLACE MACRO spark_unhex(x) AS TRY(unhex(x));
CREATE OR REPLACE MACRO spark_hex(x) AS hex(x);
CREATE OR REPLACE MACRO spark_initcap(x) AS array_to_string(list_transform(string_split(lower(x), ' '), lambda w: upper(w[1]) || w[2:]), ' ');
CREATE OR REPLACE MACRO spark_lower(x) AS lower(spark_string(x));
CREATE OR REPLACE MACRO spark_upper(x) AS upper(replace(spark_string(x), 'ß', 'SS'));
CREATE OR REPLACE MACRO spark_text(x) AS CASE WHEN typeof(x) = 'BLOB' THEN error('Cannot take BINARY for a text here: cast it to STRING') ELSE spark_string(x) END;
CREATE OR REPLACE MACRO spark_natural(n) AS CASE WHEN n IS NOT NULL THEN greatest(spark_integer(n), 0) END;
CREATE OR REPLACE MACRO spark_left(x, n) AS left(spark_text(x), spark_natural(n));
CREATE OR REPLACE MACRO spark_right(x, n) AS right(spark_text(x), spark_natural(n));
CREATE OR REPLACE MACRO spark_contains(x, part) AS contains(spark_string(x), spark_string(part));
CREATE OR REPLACE MACRO spark_starts_with(x, part) AS starts_with(spark_string(x), spark_string(part));
CREATE OR REPLACE MACRO spark_ends_with(x, part) AS ends_with(spark_string(x), spark_string(part));
CREATE OR REPLACE MACRO spark_distance(a, b) AS CASE WHEN octet_length(encode(a)) + octet_length(encode(b)) = length(a) + length(b) THEN levenshtein(a, b) ELSE CAST(spark_java_levenshtein(a, b) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_levenshtein(a, b) AS CAST(spark_distance(a, b) AS INTEGER), (a, b, most) AS CAST(CASE WHEN spark_distance(a, b) > most THEN -1 ELSE spark_distance(a, b) END AS INTEGER);
CREATE OR REPLACE MACRO spark_instr(x, part) AS CAST(strpos(x, part) AS INTEGER);
CREATE OR REPLACE MACRO spark_locate(part, x) AS CAST(strpos(x, part) AS INTEGER), (part, x, start) AS CAST(CASE WHEN start < 1 THEN 0 WHEN part = '' THEN 1 WHEN strpos(substr(x, start), part) = 0 THEN 0 ELSE strpos(substr(x, start), part) + start - 1 END AS INTEGER);
CREATE OR REPLACE MACRO spark_lpad(x, n) AS lpad(spark_text(x), CAST(spark_natural(n) AS INTEGER), ' '), (x, n, pad) AS CASE WHEN pad = '' THEN left(spark_text(x), CAST(spark_natural(n) AS INTEGER)) ELSE lpad(spark_text(x), CAST(spark_natural(n) AS INTEGER), CASE pad WHEN '' THEN ' ' ELSE pad END) END;
CREATE OR REPLACE MACRO spark_rpad(x, n) AS rpad(spark_text(x), CAST(spark_natural(n) AS INTEGER), ' '), (x, n, pad) AS CASE WHEN pad = '' THEN left(spark_text(x), CAST(spark_natural(n) AS INTEGER)) ELSE rpad(spark_text(x), CAST(spark_natural(n) AS INTEGER), CASE pad WHEN '' THEN ' ' ELSE pad END) END;
CREATE OR REPLACE MACRO spark_md5(x) AS md5(spark_bytes(x));
CREATE OR REPLACE MACRO spark_sha1(x) AS sha1(spark_bytes(x));
CREATE OR REPLACE MACRO spark_sha2(x, bits) AS CASE WHEN bits IN (0, 256) THEN sha256(spark_bytes(x)) WHEN bits IN (224, 384, 512) THEN spark_java_digest(hex(spark_bytes(x)), 'SHA-' || bits) END;
CREATE OR REPLACE MACRO spark_crc32(x) AS CAST(spark_java_crc32(hex(spark_bytes(x))) AS BIGINT);
CREATE OR REPLACE MACRO spark_start(x, start) AS CASE WHEN spark_integer(start) > 0 THEN spark_integer(start) WHEN spark_integer(start) = 0 THEN 1 WHEN spark_integer(start) < 0 THEN length(spark_text(x)) + spark_integer(start) + 1 END;
CREATE OR REPLACE MACRO spark_place_from_one(place) AS CASE WHEN place IS NOT NULL THEN greatest(place, 1) END;
CREATE OR REPLACE MACRO spark_substring(x, start) AS substr(spark_text(x), spark_place_from_one(spark_start(x, start))),
  (x, start, n) AS substr(spark_text(x), spark_place_from_one(spark_start(x, start)), spark_natural(spark_integer(n) - (greatest(spark_start(x, start), 1) - spark_start(x, start))));
CREATE OR REPLACE MACRO spark_overlay_text(x, part, start, n) AS spark_substring(x, 1, start - 1) || part || spark_substring(x, start + CASE WHEN n < 0 THEN length(part) ELSE n END);
CREATE OR REPLACE MACRO spark_overlay(x, part, start) AS spark_overlay_text(x, part, start, length(part)), (x, part, start, n) AS spark_overlay_text(x, part, start, n);
CREATE OR REPLACE MACRO spark_parse_url(url, part) AS nullif(CASE CASE WHEN contains(url, ' ') THEN error('[INVALID_URL] The url is invalid: ' || url) ELSE part END
  WHEN 'PROTOCOL' THEN regexp_extract(url, '^([A-Za-z][A-Za-z0-9+.-]*):', 1)
  WHEN 'AUTHORITY' THEN regexp_extract(url, '^[^:/?#]+://([^/?#]*)', 1)
  WHEN 'USERINFO' THEN regexp_extract(url, '^[^:/?#]+://([^@/?#]*)@', 1)
  WHEN 'HOST' THEN regexp_extract(url, '^[^:/?#]+://(?:[^@/?#]*@)?([^:/?#]*)', 1)
  WHEN 'PATH' THEN regexp_extract(url, '^[^:/?#]+://[^/?#]*([^?#]*)', 1)
  WHEN 'FILE' THEN regexp_extract(url, '^[^:/?#]+://[^/?#]*([^#]*)', 1)
  WHEN 'QUERY' THEN regexp_extract(url, '\?([^#]*)', 1)
  WHEN 'REF' THEN regexp_extract(url, '#(.*)$', 1) END, ''),
  (url, part, name) AS CASE WHEN part = 'QUERY' THEN nullif(regexp_extract(regexp_extract(url, '\?([^#]*)', 1), '(?:^|&)' || regexp_escape(name) || '=([^&]*)', 1), '') END;
CREATE OR REPLACE MACRO spark_try_parse_url(url, part) AS CASE WHEN NOT contains(url, ' ') THEN spark_parse_url(url, part) END, (url, part, name) AS CASE WHEN NOT contains(url, ' ') THEN spark_parse_url(url, part, name) END;
CREATE OR REPLACE MACRO spark_repeat(x, n) AS repeat(spark_text(x), spark_natural(n));
CREATE OR REPLACE MACRO spark_replace(x, part) AS replace(x, part, ''), (x, part, other) AS replace(x, part, other);
CREATE OR REPLACE MACRO spark_space(n) AS repeat(' ', spark_natural(n));
CREATE OR REPLACE MACRO spark_split_part(x, separator, n) AS CASE WHEN n = 0 THEN error('[INVALID_INDEX_OF_ZERO] The index 0 is invalid.') WHEN separator = '' THEN CASE WHEN n IN (1, -1) THEN x ELSE '' END ELSE split_part(x, separator, n) END;
CREATE OR REPLACE MACRO spark_substring_index(x, separator, n) AS CASE WHEN separator IS NULL OR n IS NULL THEN NULL WHEN n = 0 OR separator = '' THEN '' WHEN n > 0 THEN array_to_string(string_split(x, separator)[1:n], separator) ELSE array_to_string(string_split(x, separator)[greatest(len(string_split(x, separator)) + n + 1, 1):], separator) END;
CREATE OR REPLACE MACRO spark_translate(x, characters, others) AS translate(x, characters, others);
CREATE OR REPLACE MACRO spark_url_encode(x) AS replace(replace(replace(url_encode(x), '%20', '+'), '~', '%7E'), '%2A', '*');
CREATE OR REPLACE MACRO spark_url_decode(x) AS url_decode(replace(x, '+', ' '));
CREATE OR REPLACE MACRO spark_try_url_decode(x) AS TRY(url_decode(replace(x, '+', ' ')));
CREATE OR REPLACE MACRO spark_uuid() AS CAST(uuid() AS VARCHAR);
CREATE OR REPLACE MACRO spark_is_utf8(charset) AS lower(charset) IN ('utf-8', 'utf8');
CREATE OR REPLACE MACRO spark_encode(x, charset) AS CASE WHEN spark_is_utf8(charset) THEN encode(x) ELSE unhex(spark_java_encode(x, charset)) END;
CREATE OR REPLACE MACRO spark_decode(x, charset) AS CASE WHEN spark_is_utf8(charset) THEN decode(spark_bytes(x)) ELSE spark_java_decode(hex(spark_bytes(x)), charset) END;
CREATE OR REPLACE MACRO spark_binary_as(x, format) AS CASE WHEN lower(format) = 'hex' THEN unhex(x) WHEN lower(format) = 'base64' THEN from_base64(x) WHEN spark_is_utf8(format) THEN encode(x) END;
CREATE OR REPLACE MACRO spark_to_binary(x) AS unhex(x), (x, format) AS CASE WHEN lower(format) IN ('hex', 'base64', 'utf-8', 'utf8') THEN spark_binary_as(x, format) WHEN format IS NOT NULL THEN error('[INVALID_PARAMETER_VALUE.FORMAT] The format of to_binary is hex, utf-8 or base64, not ' || format) END;
CREATE OR REPLACE MACRO spark_binary_text(x, format) AS CASE WHEN lower(format) = 'hex' THEN hex(x) WHEN lower(format) = 'base64' THEN base64(x) WHEN spark_is_utf8(format) THEN decode(x)
  WHEN format IS NOT NULL THEN error('[INVALID_PARAMETER_VALUE.FORMAT] The format of BINARY is hex, utf-8 or base64, not ' || format) END;
CREATE OR REPLACE MACRO spark_try_to_binary(x) AS TRY(unhex(x)), (x, format) AS TRY(spark_binary_as(x, format));

-- BINARY in the place of a text: two hexadecimal digits a byte
CREATE OR REPLACE MACRO spark_hex_start(x, start) AS CASE WHEN start > 0 THEN start WHEN start = 0 THEN 1 WHEN start < 0 THEN octet_length(x) + start + 1 END;
CREATE OR REPLACE MACRO spark_substring_bytes(x, start) AS unhex(substr(hex(x), spark_place_from_one(2 * spark_hex_start(x, start) - 1))),
  (x, start, n) AS unhex(substr(hex(x), spark_place_from_one(2 * spark_hex_start(x, start) - 1), spark_natural(2 * n - (greatest(2 * spark_hex_start(x, start) - 1, 1) - (2 * spark_hex_start(x, start) - 1)))));
CREATE OR REPLACE MACRO spark_left_bytes(x, n) AS unhex(left(hex(x), 2 * spark_natural(n)));
CREATE OR REPLACE MACRO spark_padding(x, n, pad) AS left(repeat(pad, CAST(ceil(greatest(2 * n - length(hex(x)), 0) / greatest(length(pad), 1)) AS BIGINT)), 2 * greatest(n - octet_length(x), 0));
CREATE OR REPLACE MACRO spark_lpad_bytes(x, n) AS unhex(spark_padding(x, n, '00') || left(hex(x), 2 * spark_natural(n))), (x, n, pad) AS unhex(spark_padding(x, n, hex(pad)) || left(hex(x), 2 * spark_natural(n)));
CREATE OR REPLACE MACRO spark_rpad_bytes(x, n) AS unhex(left(hex(x), 2 * spark_natural(n)) || spark_padding(x, n, '00')), (x, n, pad) AS unhex(left(hex(x), 2 * spark_natural(n)) || spark_padding(x, n, hex(pad)));
CREATE OR REPLACE MACRO spark_overlay_hex(x, part, start, n) AS unhex(left(hex(x), 2 * (start - 1)) || hex(part) || substr(hex(x), 2 * (start + n) - 1));
CREATE OR REPLACE MACRO spark_overlay_bytes(x, part, start) AS spark_overlay_hex(x, part, start, octet_length(part)), (x, part, start, n) AS spark_overlay_hex(x, part, start, n);
CREATE OR REPLACE MACRO spark_split(x, pattern) AS CASE WHEN pattern IS NOT NULL THEN string_split_regex(x, pattern) END;
CREATE OR REPLACE MACRO spark_split_limit(x, pattern, n) AS CASE WHEN pattern IS NULL OR n IS NULL THEN NULL WHEN n <= 0 OR len(string_split_regex(x, pattern)) <= n THEN string_split_regex(x, pattern)
  ELSE list_append(string_split_regex(x, pattern)[1:n - 1],
    substr(x, 1 + CAST(coalesce(list_sum(list_transform(string_split_regex(x, pattern)[1:n - 1], lambda p: length(p))), 0) + coalesce(list_sum(list_transform(regexp_extract_all(x, pattern)[1:n - 1], lambda p: length(p))), 0) AS BIGINT))) END;
CREATE OR REPLACE MACRO spark_pair(p, names) AS struct_pack("key" := string_split_regex(p, names)[1], "value" := CASE WHEN regexp_matches(p, names) THEN p[length(string_split_regex(p, names)[1]) + length(regexp_extract(p, names)) + 1:] END);
CREATE OR REPLACE MACRO spark_pairs(x, pairs, names) AS CASE WHEN pairs IS NOT NULL AND names IS NOT NULL THEN map_from_entries(list_transform(string_split_regex(x, pairs), lambda p: spark_pair(p, names))) END;
CREATE OR REPLACE MACRO spark_str_to_map(x) AS spark_pairs(x, ',', ':'), (x, pairs) AS spark_pairs(x, pairs, ':'), (x, pairs, names) AS spark_pairs(x, pairs, names);

CREATE OR REPLACE MACRO spark_luhn_sum(digits) AS list_sum(list_transform(string_split(digits, ''), lambda d, i: CASE WHEN (length(digits) - i) % 2 = 0 THEN CAST(d AS INTEGER) WHEN d >= '5' THEN 2 * CAST(d AS INTEGER) - 9 ELSE 2 * CAST(d AS INTEGER) END));
CREATE OR REPLACE MACRO spark_luhn_check(x) AS CASE WHEN regexp_full_match(x, '\d+') THEN spark_luhn_sum(x) % 10 = 0 WHEN x IS NOT NULL THEN FALSE END;
CREATE OR REPLACE MACRO spark_place(x, match, matches) AS CASE WHEN matches THEN CAST(strpos(x, match) AS INTEGER) WHEN matches IS NOT NULL THEN 0 END;
CREATE OR REPLACE MACRO spark_soundex(x) AS spark_java_soundex(spark_text(x));
CREATE OR REPLACE MACRO spark_masking(x) AS CASE x WHEN '' THEN 'none' ELSE coalesce(x, '') END;
CREATE OR REPLACE MACRO spark_mask(x) AS spark_java_mask(x, 'X', 'x', 'n', ''), (x, u) AS spark_java_mask(x, spark_masking(u), 'x', 'n', ''), (x, u, l) AS spark_java_mask(x, spark_masking(u), spark_masking(l), 'n', ''),
  (x, u, l, d) AS spark_java_mask(x, spark_masking(u), spark_masking(l), spark_masking(d), ''), (x, u, l, d, o) AS spark_java_mask(x, spark_masking(u), spark_masking(l), spark_masking(d), spark_masking(o));
CREATE OR REPLACE MACRO spark_conv(x, from_base, to_base) AS spark_java_conv(CAST(x AS VARCHAR), CAST(from_base AS VARCHAR), CAST(to_base AS VARCHAR), 'true');
CREATE OR REPLACE MACRO spark_try_conv(x, from_base, to_base) AS spark_java_conv(CAST(x AS VARCHAR), CAST(from_base AS VARCHAR), CAST(to_base AS VARCHAR), 'false');

-- hashes of a struct of what is hashed
CREATE OR REPLACE MACRO spark_hash(x) AS CAST(spark_java_murmur3(typeof(x), CAST(x AS VARCHAR)) AS INTEGER);
CREATE OR REPLACE MACRO spark_xxhash64(x) AS CAST(spark_java_xxhash64(typeof(x), CAST(x AS VARCHAR)) AS BIGINT);

-- dates and times
CREATE OR REPLACE MACRO spark_current_timezone() AS 'UTC';
CREATE OR REPLACE MACRO spark_localtimestamp() AS localtimestamp;
CREATE OR REPLACE MACRO spark_add_months(d, n) AS CAST(spark_date(d) + to_months(CAST(spark_integer(n) AS INTEGER)) AS DATE);
CREATE OR REPLACE MACRO spark_shift_date(x, i) AS CASE WHEN typeof(x) = 'DATE' AND (hour(i) <> 0 OR minute(i) <> 0 OR microsecond(i) <> 0) THEN error('[INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION] Cannot add hours, minutes or seconds to a date: cast it to TIMESTAMP') WHEN typeof(x) = 'VARCHAR' THEN cast_to_type(strftime(spark_timestamp(x) + i, '%Y-%m-%d %H:%M:%S'), x) ELSE cast_to_type(spark_as(x, CASE spark_type(x) WHEN 'VARCHAR' THEN 'TIMESTAMP' ELSE spark_type(x) END) + i, x) END;
CREATE OR REPLACE MACRO spark_shift_time(x, i) AS CASE WHEN typeof(x) = 'VARCHAR' THEN spark_as(strftime(spark_timestamp(x) + i, '%Y-%m-%d %H:%M:%S'), CASE spark_type(x) WHEN 'DATE' THEN 'TIMESTAMP WITH TIME ZONE' ELSE spark_type(x) END)
  ELSE spark_as(spark_as(x, CASE WHEN spark_type(x) IN ('DATE', 'VARCHAR') THEN 'TIMESTAMP' ELSE spark_type(x) END) + i, CASE spark_type(x) WHEN 'DATE' THEN 'TIMESTAMP WITH TIME ZONE' ELSE spark_type(x) END) END;
-- an interval has months or else microseconds
CREATE OR REPLACE MACRO spark_interval_months(i) AS year(i) * 12 + month(i);
CREATE OR REPLACE MACRO spark_interval_of(i, months, microseconds) AS CASE WHEN spark_interval_months(i) <> 0 THEN to_months(CAST(round(months) AS INTEGER)) ELSE to_microseconds(CAST(round(microseconds) AS BIGINT)) END;
CREATE OR REPLACE MACRO spark_interval_times(i, n) AS spark_interval_of(i, spark_interval_months(i) * n, epoch_us(i) * n);
CREATE OR REPLACE MACRO spark_interval_by(i, n) AS CASE WHEN n = 0 THEN error('[INTERVAL_DIVIDED_BY_ZERO] Division by zero. Use try_divide to get NULL instead.') ELSE spark_interval_of(i, spark_interval_months(i) / n, epoch_us(i) / n) END;
CREATE OR REPLACE MACRO spark_minus(a, b) AS spark_moment(a, b) - spark_moment(b, a);
CREATE OR REPLACE MACRO spark_date_add(d, n) AS spark_date(d) + CAST(spark_integer(n) AS INTEGER);
CREATE OR REPLACE MACRO spark_date_sub(d, n) AS spark_date(d) - CAST(spark_integer(n) AS INTEGER);
CREATE OR REPLACE MACRO spark_datediff(a, b) AS CAST(spark_date(a) - spark_date(b) AS INTEGER);
CREATE OR REPLACE MACRO spark_date_from_unix_date(n) AS DATE '1970-01-01' + CAST(n AS INTEGER);
CREATE OR REPLACE MACRO spark_time_type(x) AS CASE spark_type(x) WHEN 'INTERVAL' THEN 'INTERVAL' ELSE 'TIMESTAMP WITH TIME ZONE' END;
CREATE OR REPLACE MACRO spark_time(x) AS CASE WHEN typeof(x) = 'INTERVAL' THEN spark_as(x, spark_time_type(x)) ELSE spark_as(spark_timestamp(x), spark_time_type(x)) END;
CREATE OR REPLACE MACRO spark_day(x) AS CAST(day(spark_time(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_dayname(x) AS left(dayname(spark_timestamp(x)), 3);
CREATE OR REPLACE MACRO spark_monthname(x) AS left(monthname(spark_timestamp(x)), 3);
CREATE OR REPLACE MACRO spark_dayofweek(x) AS CAST(dayofweek(spark_timestamp(x)) + 1 AS INTEGER);
CREATE OR REPLACE MACRO spark_dayofweek_iso(x) AS CAST(isodow(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_dayofyear(x) AS CAST(dayofyear(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_weekday(x) AS CAST(isodow(spark_timestamp(x)) - 1 AS INTEGER);
CREATE OR REPLACE MACRO spark_weekofyear(x) AS CAST(weekofyear(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_yearofweek(x) AS CAST(isoyear(spark_timestamp(x)) AS INTEGER);
-- an interval may have more than a day's hours
CREATE OR REPLACE MACRO spark_hour(x) AS CAST(hour(spark_time(x)) % 24 AS INTEGER);
CREATE OR REPLACE MACRO spark_day_part(x) AS CAST(day(spark_time(x)) + hour(spark_time(x)) // 24 AS INTEGER);
CREATE OR REPLACE MACRO spark_minute(x) AS CAST(minute(spark_time(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_second(x) AS CAST(second(spark_time(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_seconds_part(x) AS CAST((epoch_us(spark_time(x)) % 60000000) / 1000000 AS DECIMAL(8, 6));
CREATE OR REPLACE MACRO spark_month(x) AS CAST(month(spark_time(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_quarter(x) AS CAST(quarter(spark_timestamp(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_year(x) AS CAST(year(spark_time(x)) AS INTEGER);
CREATE OR REPLACE MACRO spark_last_day(x) AS last_day(spark_date(x));
CREATE OR REPLACE MACRO spark_make_date(y, m, d) AS make_date(y, m, d);
CREATE OR REPLACE MACRO spark_zone_minutes(zone) AS CASE WHEN regexp_full_match(zone, '(UTC|GMT|UT)?[+-]\d{1,2}(:\d{2})?') THEN CASE WHEN contains(zone, '-') THEN -1 ELSE 1 END * (60 * CAST(regexp_extract(zone, '[+-](\d{1,2})', 1) AS INTEGER) + coalesce(TRY_CAST(regexp_extract(zone, ':(\d{2})', 1) AS INTEGER), 0)) END;
CREATE OR REPLACE MACRO spark_to_local(zone, t) AS CASE WHEN spark_zone_minutes(zone) IS NULL THEN timezone(zone, t) ELSE timezone('UTC', t) + to_minutes(spark_zone_minutes(zone)) END;
CREATE OR REPLACE MACRO spark_from_local(zone, t) AS CASE WHEN spark_zone_minutes(zone) IS NULL THEN timezone(zone, t) ELSE timezone('UTC', t - to_minutes(spark_zone_minutes(zone))) END;
CREATE OR REPLACE MACRO spark_make_timestamp(y, mo, d, h, mi, s) AS CAST(make_timestamp(y, mo, d, h, mi, s) AS TIMESTAMPTZ), (y, mo, d, h, mi, s, zone) AS spark_from_local(zone, make_timestamp(y, mo, d, h, mi, s));
CREATE OR REPLACE MACRO spark_day_seconds(x) AS epoch_us(spark_timestamp(x)) % 86400000000 // 1000000;
CREATE OR REPLACE MACRO spark_months(x) AS year(spark_timestamp(x)) * 12 + month(spark_timestamp(x));
CREATE OR REPLACE MACRO spark_month_days(x) AS spark_months(x) * 32 + spark_day(x);
CREATE OR REPLACE MACRO spark_unfinished_day(a, b) AS CASE WHEN CAST(b AS DATE) > CAST(a AS DATE) AND spark_day_seconds(b) < spark_day_seconds(a) THEN -1 WHEN CAST(b AS DATE) < CAST(a AS DATE) AND spark_day_seconds(b) > spark_day_seconds(a) THEN 1 ELSE 0 END;
CREATE OR REPLACE MACRO spark_whole_months(a, b) AS CAST(trunc((spark_month_days(b + to_days(spark_unfinished_day(a, b))) - spark_month_days(a)) / 32) AS BIGINT);
CREATE OR REPLACE MACRO spark_months_apart(a, b) AS CASE
  WHEN spark_day(a) = spark_day(b) OR (spark_date(a) = spark_last_day(a) AND spark_date(b) = spark_last_day(b)) THEN CAST(spark_months(a) - spark_months(b) AS DOUBLE)
  ELSE spark_months(a) - spark_months(b) + ((spark_day(a) - spark_day(b)) * 86400 + spark_day_seconds(a) - spark_day_seconds(b)) / 2678400 END;
CREATE OR REPLACE MACRO spark_months_between(a, b) AS round(spark_months_apart(a, b), 8), (a, b, rounded) AS CASE WHEN rounded THEN round(spark_months_apart(a, b), 8) ELSE spark_months_apart(a, b) END;
CREATE OR REPLACE MACRO spark_day_number(name) AS CASE WHEN upper(name) IN ('MO', 'MON', 'MONDAY') THEN 1 WHEN upper(name) IN ('TU', 'TUE', 'TUESDAY') THEN 2 WHEN upper(name) IN ('WE', 'WED', 'WEDNESDAY') THEN 3 WHEN upper(name) IN ('TH', 'THU', 'THURSDAY') THEN 4 WHEN upper(name) IN ('FR', 'FRI', 'FRIDAY') THEN 5 WHEN upper(name) IN ('SA', 'SAT', 'SATURDAY') THEN 6 WHEN upper(name) IN ('SU', 'SUN', 'SUNDAY') THEN 7 END;
CREATE OR REPLACE MACRO spark_try_next_day(x, name) AS spark_date(x) + CAST((spark_day_number(name) - isodow(spark_date(x)) + 6) % 7 + 1 AS INTEGER);
CREATE OR REPLACE MACRO spark_next_day(x, name) AS CASE WHEN name IS NOT NULL AND spark_day_number(name) IS NULL THEN error('[ILLEGAL_DAY_OF_WEEK] Illegal input for day of week: ' || name) ELSE spark_try_next_day(x, name) END;
CREATE OR REPLACE MACRO spark_timestamp_seconds(n) AS CASE WHEN typeof(n) IN ('DOUBLE', 'FLOAT') THEN make_timestamptz(CAST(trunc(TRY_CAST(n AS DOUBLE) * 1000000) AS BIGINT)) ELSE to_timestamp(n) END;
CREATE OR REPLACE MACRO spark_timestamp_millis(n) AS CAST(make_timestamp(CAST(n AS BIGINT) * 1000) AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO spark_timestamp_micros(n) AS CAST(make_timestamp(CAST(n AS BIGINT)) AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO spark_unix_date(x) AS CAST(spark_date(x) - DATE '1970-01-01' AS INTEGER);
CREATE OR REPLACE MACRO spark_unix_seconds(x) AS CAST(floor(epoch(spark_timestamp(x))) AS BIGINT);
CREATE OR REPLACE MACRO spark_unix_millis(x) AS epoch_ms(spark_timestamp(x));
CREATE OR REPLACE MACRO spark_unix_micros(x) AS epoch_us(spark_timestamp(x));
CREATE OR REPLACE MACRO spark_from_utc_timestamp(x, zone) AS CAST(spark_to_local(zone, spark_timestamp(x)) AS TIMESTAMPTZ);
CREATE OR REPLACE MACRO spark_to_utc_timestamp(x, zone) AS spark_from_local(zone, CAST(spark_timestamp(x) AS TIMESTAMP));

CREATE OR REPLACE MACRO spark_seconds_interval(s) AS to_microseconds(CAST(round(CAST(s AS DECIMAL(38, 9)) * 1000000) AS BIGINT));
CREATE OR REPLACE MACRO spark_elapsed(a, b) AS CASE WHEN starts_with(typeof([a]), 'TIMESTAMP') OR starts_with(typeof([b]), 'TIMESTAMP') THEN epoch_us(spark_minus(a, b)) // 1000000 ELSE CAST(spark_date(a) - spark_date(b) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_trunc_unit(u) AS CASE WHEN u IN ('YEAR', 'YYYY', 'YY') THEN 'year' WHEN u IN ('MONTH', 'MM', 'MON') THEN 'month' WHEN u IN ('DAY', 'DD') THEN 'day' WHEN u IN ('QUARTER', 'WEEK', 'HOUR', 'MINUTE', 'SECOND') THEN lower(u) WHEN u IN ('MILLISECOND', 'MICROSECOND') THEN lower(u) || 's' END;
CREATE OR REPLACE MACRO spark_date_trunc(u, x) AS date_trunc(spark_trunc_unit(upper(u)), spark_timestamp(x));
CREATE OR REPLACE MACRO spark_trunc(x, u) AS CASE WHEN spark_trunc_unit(upper(u)) IN ('year', 'quarter', 'month', 'week') THEN CAST(date_trunc(spark_trunc_unit(upper(u)), spark_date(x)) AS DATE) END;
CREATE OR REPLACE MACRO spark_make_timestamp_ntz(y, mo, d, h, mi, s) AS make_timestamp(y, mo, d, h, mi, s);
CREATE OR REPLACE MACRO spark_try_make_timestamp(y, mo, d, h, mi, s) AS TRY(CAST(make_timestamp(y, mo, d, h, mi, s) AS TIMESTAMPTZ)), (y, mo, d, h, mi, s, zone) AS TRY(spark_from_local(zone, make_timestamp(y, mo, d, h, mi, s)));
CREATE OR REPLACE MACRO spark_try_make_timestamp_ntz(y, mo, d, h, mi, s) AS TRY(make_timestamp(y, mo, d, h, mi, s));
CREATE OR REPLACE MACRO spark_convert_timezone(target, x) AS spark_to_local(target, timezone('UTC', CAST(x AS TIMESTAMP))), (source, target, x) AS spark_to_local(target, spark_from_local(source, CAST(x AS TIMESTAMP)));
CREATE OR REPLACE MACRO spark_window_time(w) AS w."end" - INTERVAL '1 microsecond';

CREATE OR REPLACE MACRO spark_try_strptime(x, shape, format) AS CASE WHEN regexp_full_match(x, shape) THEN try_strptime(x, format) END;
CREATE OR REPLACE MACRO spark_unparsed(x, pattern) AS CASE WHEN x IS NOT NULL AND pattern IS NOT NULL THEN error('[CANNOT_PARSE_TIMESTAMP] Text ''' || x || ''' could not be parsed. Use try_to_timestamp to get NULL instead.') END;
CREATE OR REPLACE MACRO spark_strptime(x, shape, format) AS coalesce(spark_try_strptime(x, shape, format), spark_unparsed(x, format));
CREATE OR REPLACE MACRO spark_try_read_time(x, pattern) AS make_timestamp(CAST(spark_java_read_time(x, pattern) AS BIGINT));
CREATE OR REPLACE MACRO spark_read_time(x, pattern) AS coalesce(spark_try_read_time(x, pattern), spark_unparsed(x, pattern));
CREATE OR REPLACE MACRO spark_write_time(x, pattern) AS spark_java_write_time(CAST(epoch_us(x) AS VARCHAR), pattern);

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
CREATE OR REPLACE MACRO spark_map_positions(m) AS list_transform(map_entries(m), lambda e, i: struct_pack(pos := CAST(i - 1 AS INTEGER), "key" := e."key", "value" := e."value"));
CREATE OR REPLACE MACRO spark_outer(l) AS CASE WHEN len(l) > 0 THEN l ELSE [NULL] END;
CREATE OR REPLACE MACRO spark_array_append(l, x) AS CASE WHEN l IS NOT NULL THEN list_append(l, x) END;
CREATE OR REPLACE MACRO spark_array_prepend(l, x) AS CASE WHEN l IS NOT NULL THEN list_prepend(x, l) END;
CREATE OR REPLACE MACRO spark_array_compact(l) AS list_filter(l, lambda e: e IS NOT NULL);
CREATE OR REPLACE MACRO spark_array_contains(l, x) AS CASE WHEN l IS NULL OR x IS NULL THEN NULL WHEN list_contains(l, x) THEN TRUE WHEN len(list_filter(l, lambda e: e IS NULL)) > 0 THEN NULL ELSE FALSE END;
CREATE OR REPLACE MACRO spark_array_distinct(l) AS list_filter(l, lambda e, i: list_position(l, e) = i);
CREATE OR REPLACE MACRO spark_array_except(a, b) AS CASE WHEN b IS NOT NULL THEN list_filter(a, lambda e, i: list_position(a, e) = i AND list_position(b, e) IS NULL) END;
CREATE OR REPLACE MACRO spark_array_intersect(a, b) AS CASE WHEN b IS NOT NULL THEN list_filter(a, lambda e, i: list_position(a, e) = i AND list_position(b, e) IS NOT NULL) END;
CREATE OR REPLACE MACRO spark_array_union(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN spark_array_distinct(list_concat(a, b)) END;
CREATE OR REPLACE MACRO spark_array_insert(l, n, x) AS CASE WHEN n = 0 THEN error('[INVALID_INDEX_OF_ZERO] The index 0 is invalid.') WHEN n > 0 THEN list_concat(list_append(l[1:n - 1], x), l[n:]) ELSE list_concat(list_append(l[1:len(l) + n + 1], x), l[len(l) + n + 2:]) END;
CREATE OR REPLACE MACRO spark_array_join(l, separator) AS CASE WHEN separator IS NOT NULL THEN coalesce(array_to_string(list_filter(list_transform(l, lambda e: spark_string(e)), lambda e: e IS NOT NULL), separator), CASE WHEN l IS NOT NULL THEN '' END) END, (l, separator, otherwise) AS CASE WHEN otherwise IS NOT NULL THEN array_to_string(list_transform(l, lambda e: coalesce(spark_string(e), otherwise)), separator) END;
CREATE OR REPLACE MACRO spark_array_position(l, x) AS CASE WHEN l IS NOT NULL AND x IS NOT NULL THEN CAST(coalesce(list_position(l, x), 0) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_array_remove(l, x) AS CASE WHEN x IS NOT NULL THEN list_filter(l, lambda e: e IS DISTINCT FROM x) END;
CREATE OR REPLACE MACRO spark_array_repeat(x, n) AS list_transform(range(CAST(n AS BIGINT)), lambda i: x);
CREATE OR REPLACE MACRO spark_array_sort(l) AS list_sort(l, 'ASC', 'NULLS LAST');
CREATE OR REPLACE MACRO spark_sort_array(l) AS list_sort(l, 'ASC', 'NULLS FIRST'), (l, up) AS CASE WHEN up THEN list_sort(l, 'ASC', 'NULLS FIRST') WHEN NOT up THEN list_sort(l, 'DESC', 'NULLS LAST') END;
CREATE OR REPLACE MACRO spark_arrays_overlap(a, b) AS CASE
  WHEN len(list_filter(a, lambda e: e IS NOT NULL AND list_contains(b, e))) > 0 THEN TRUE
  WHEN len(a) > 0 AND len(b) > 0 AND len(list_filter(a, lambda e: e IS NULL)) + len(list_filter(b, lambda e: e IS NULL)) > 0 THEN NULL
  WHEN a IS NOT NULL AND b IS NOT NULL THEN FALSE END;
CREATE OR REPLACE MACRO spark_flatten(l) AS flatten(l);
CREATE OR REPLACE MACRO spark_sequence(a, b) AS cast_to_type(CASE WHEN a <= b THEN generate_series(a, b) ELSE generate_series(a, b, -1) END, [a, b]),
  (a, b, step) AS CASE WHEN TRY_CAST(step AS BIGINT) = 0 AND a <> b OR TRY_CAST(step AS BIGINT) > 0 AND a > b OR TRY_CAST(step AS BIGINT) < 0 AND a < b THEN error('Illegal sequence boundaries: ' || a || ' to ' || b || ' by ' || step) ELSE cast_to_type(generate_series(a, b, step), [a]) END;
CREATE OR REPLACE MACRO spark_days(a, b) AS CASE WHEN a <= b THEN spark_sequence(a, b, INTERVAL 1 DAY) ELSE spark_sequence(a, b, INTERVAL (-1) DAY) END;
CREATE OR REPLACE MACRO spark_slice(l, start, n) AS CASE WHEN n < 0 THEN error('[INVALID_PARAMETER_VALUE.LENGTH] The length of slice cannot be less than 0') WHEN start > 0 THEN l[start:start + n - 1] WHEN start < 0 THEN l[len(l) + start + 1:len(l) + start + n] ELSE error('[INVALID_PARAMETER_VALUE.START] The start of slice cannot be 0') END;
CREATE OR REPLACE MACRO spark_map_contains_key(m, k) AS map_contains(m, k);

-- a field of a struct or map, or of each struct of a list, where only DuckDB knows which; spark_element stands for the type of a value or of its elements, now() for anything that is not folded
CREATE OR REPLACE MACRO spark_is_list(x) AS ends_with(typeof(coalesce(x, NULL)), '[]');
CREATE OR REPLACE MACRO spark_element(x) AS spark_as(now(), regexp_replace(spark_same_type(x), '\[\]$', ''));
CREATE OR REPLACE MACRO spark_field_as(x, field, type) AS CASE
  WHEN spark_is_list(x) THEN spark_as(list_transform(cast_to_type(x, [spark_element(x)]), lambda __each: __each[field]), type)
  ELSE spark_as(cast_to_type(x, spark_element(x))[field], type) END;
CREATE OR REPLACE MACRO spark_field(x, field) AS spark_field_as(x, field, spark_same_type(spark_element(x)[field]) || CASE WHEN spark_is_list(x) THEN '[]' ELSE '' END);

-- JSON
CREATE OR REPLACE MACRO spark_get_json_object(x, path) AS CASE WHEN starts_with(path, '$') AND json_valid(x) THEN json_extract_string(x, path) END;
CREATE OR REPLACE MACRO spark_json_field(x, name) AS CASE WHEN json_valid(x) THEN json_extract_string(x, '$."' || name || '"') END;
CREATE OR REPLACE MACRO spark_json_array_length(x) AS CASE WHEN json_valid(x) AND left(ltrim(x), 1) = '[' THEN CAST(json_array_length(x) AS INTEGER) END;
CREATE OR REPLACE MACRO spark_json_object_keys(x) AS CASE WHEN json_valid(x) AND left(ltrim(x), 1) = '{' THEN json_keys(x) END;
CREATE OR REPLACE MACRO spark_try_parse_json(x) AS CASE WHEN json_valid(x) THEN json(x) END;
CREATE OR REPLACE MACRO spark_parse_json(x) AS CASE WHEN json_valid(x) THEN json(x) WHEN x IS NOT NULL THEN error('[MALFORMED_RECORD_IN_PARSING] Malformed JSON: ' || left(x, 100) || '. Use try_parse_json to get NULL instead.') END;
CREATE OR REPLACE MACRO spark_variant_entries(v) AS CASE json_type(v)
  WHEN 'OBJECT' THEN list_transform(list_sort(json_keys(v)), lambda k, i: struct_pack(pos := CAST(i - 1 AS INTEGER), "key" := k, "value" := json_extract(v, '$."' || k || '"')))
  WHEN 'ARRAY' THEN list_transform(json_extract(v, '$[*]'), lambda e, i: struct_pack(pos := CAST(i - 1 AS INTEGER), "key" := CAST(NULL AS VARCHAR), "value" := e)) END;
CREATE OR REPLACE MACRO spark_is_variant_null(v) AS coalesce(CAST(v AS VARCHAR) = 'null', FALSE);
CREATE OR REPLACE MACRO spark_variant_text(j) AS CASE WHEN json_type(j) <> 'NULL' THEN j ->> '$' END;
CREATE OR REPLACE MACRO spark_variant_number(j) AS CASE WHEN json_type(j) = 'DOUBLE' THEN CAST(CAST(trunc(CAST(j ->> '$' AS DOUBLE)) AS BIGINT) AS VARCHAR) ELSE spark_variant_text(j) END;
CREATE OR REPLACE MACRO spark_json(x, dates, times) AS CASE WHEN typeof(x) = 'JSON' THEN CAST(x AS VARCHAR) ELSE spark_java_json(typeof(x), CAST(x AS VARCHAR), dates, times) END;
CREATE OR REPLACE MACRO spark_json_value(x) AS CASE WHEN json_valid(x) THEN x END;
CREATE OR REPLACE MACRO spark_json_object(x) AS CASE WHEN trim(x) = '' THEN NULL WHEN json_valid(x) AND left(ltrim(x), 1) = '{' THEN x WHEN x IS NOT NULL THEN '{}' END;
CREATE OR REPLACE MACRO spark_json_objects(x) AS CASE WHEN json_valid(x) THEN CASE WHEN left(ltrim(x), 1) = '{' THEN '[' || x || ']' ELSE x END END;
CREATE OR REPLACE MACRO spark_json_quoted(j) AS CASE WHEN starts_with(CAST(j AS VARCHAR), '"') THEN j ->> '$' END;
CREATE OR REPLACE MACRO spark_json_string(j) AS CASE WHEN CAST(j AS VARCHAR) <> 'null' THEN j ->> '$' END;
CREATE OR REPLACE MACRO spark_json_integer(j) AS CASE WHEN regexp_full_match(CAST(j AS VARCHAR), '-?\d+') THEN TRY_CAST(CAST(j AS VARCHAR) AS BIGINT) END;
CREATE OR REPLACE MACRO spark_json_number_text(j) AS CASE WHEN CAST(j AS VARCHAR) NOT IN ('true', 'false', 'null') THEN j ->> '$' END;
CREATE OR REPLACE MACRO spark_json_double(j) AS CASE WHEN NOT starts_with(CAST(j AS VARCHAR), '"') THEN TRY_CAST(spark_json_number_text(j) AS DOUBLE) WHEN j ->> '$' IN ('NaN', 'Infinity', '+Infinity', '-Infinity', 'INF', '+INF', '-INF') THEN CAST(j ->> '$' AS DOUBLE) END;
CREATE OR REPLACE MACRO spark_json_boolean(j) AS CASE CAST(j AS VARCHAR) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END;
CREATE OR REPLACE MACRO spark_json_timestamp(j) AS CASE WHEN starts_with(CAST(j AS VARCHAR), '"') THEN spark_try_timestamp(j ->> '$') ELSE to_timestamp(spark_json_integer(j)) END;
CREATE OR REPLACE MACRO spark_all_fit(raw, values) AS len(list_filter(values, lambda v: v IS NULL)) = len(list_filter(raw, lambda j: j IS NULL OR CAST(j AS VARCHAR) = 'null'));
CREATE OR REPLACE MACRO spark_if_all_fit(raw, values) AS CASE WHEN spark_all_fit(raw, values) THEN values END;
CREATE OR REPLACE MACRO spark_map_if_all_fit(raw, values) AS CASE WHEN spark_all_fit(map_values(raw), values) THEN map(map_keys(raw), values) END;

-- distinct values of a stream: the 1,024 smallest of 63-bit hashes
CREATE OR REPLACE MACRO spark_sketch_hash(x) AS CASE WHEN x IS NOT NULL THEN CAST(md5_number_lower(CAST(x AS VARCHAR)) >> 1 AS BIGINT) END;
CREATE OR REPLACE MACRO spark_sketch(hashes) AS list_sort(list_filter(hashes, lambda h: h IS NOT NULL))[1:1024];
CREATE OR REPLACE MACRO spark_sketch_merge(sketches) AS list_sort(list_distinct(flatten(sketches)))[1:1024];
CREATE OR REPLACE MACRO spark_sketch_count(sketch) AS CASE WHEN coalesce(len(sketch), 0) < 1024 THEN CAST(coalesce(len(sketch), 0) AS BIGINT) ELSE CAST(round(1023 / (sketch[1024] / 9223372036854775807)) AS BIGINT) END;
