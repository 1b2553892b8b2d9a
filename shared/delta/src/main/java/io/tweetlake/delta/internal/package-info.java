/**
 * What delta-standalone asks of a file system, answered by an object store. The classes are public
 * because Hadoop and delta-standalone create them by name; nothing else uses them.
 */
package io.tweetlake.delta.internal;
