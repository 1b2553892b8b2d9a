/** The page that shows a lake: lineage, quality, moods, languages, runs and tables. */
package io.tweetlake.page;
