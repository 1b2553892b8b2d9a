-- Posts become tables and moods. Databricks' Delta Live Tables runs the same statements.

CREATE OR REFRESH STREAMING TABLE bronze
COMMENT "Posts as they arrived, one a row"
TBLPROPERTIES ("quality" = "bronze")
AS SELECT *
FROM STREAM read_files(
  "s3://${landing}/posts/",
  format => "json",
  -- what is read below, since not every post has it
  schemaHints => "id BIGINT, geo STRUCT<type: STRING, coordinates: ARRAY<DOUBLE>, place_id: STRING>, lang STRING, text STRING"
);

CREATE OR REFRESH STREAMING TABLE silver (
  CONSTRAINT valid_language EXPECT (lang == "en") ON VIOLATION DROP ROW,
  CONSTRAINT valid_id EXPECT (id != "") ON VIOLATION DROP ROW
)
COMMENT "English posts, ready for scoring"
TBLPROPERTIES ("quality" = "silver")
AS SELECT id, geo, lang, text
FROM STREAM(LIVE.bronze);

CREATE OR REFRESH STREAMING TABLE languages
COMMENT "Posts by language"
TBLPROPERTIES ("quality" = "gold")
AS SELECT lang, count(*) AS posts
FROM STREAM(LIVE.bronze)
GROUP BY lang;

CREATE OR REFRESH STREAMING TABLE sentiment
COMMENT "The mood of every English post"
TBLPROPERTIES ("quality" = "gold")
AS SELECT * EXCEPT (mood), mood.*
FROM (
  SELECT *, ai_query("tweet-sentiment", text) AS mood
  FROM STREAM(LIVE.silver)
);
