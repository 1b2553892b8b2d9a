/**
 * Brings posts from a source (X, Bluesky, a v1.1 compatible server, files) into the landing bucket
 * as rotating, compressed NDJSON files.
 */
package io.tweetlake.ingester;
