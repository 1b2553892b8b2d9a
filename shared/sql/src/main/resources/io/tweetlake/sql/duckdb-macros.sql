-- Functions of translated queries that DuckDB lacks. spark_try_x gives NULL where spark_x gives an error.
CREATE OR REPLACE MACRO spark_string(x) AS CAST(x AS VARCHAR);
