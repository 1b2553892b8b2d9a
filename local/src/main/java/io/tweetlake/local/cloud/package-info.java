/**
 * The parts of AWS that Tweetlake uses, in one JVM: S3 with events, queues, event source mappings
 * and functions.
 */
package io.tweetlake.local.cloud;
