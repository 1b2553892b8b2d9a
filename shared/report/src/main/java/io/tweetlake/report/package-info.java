/** What a lake holds and how its last updates went, for people. */
package io.tweetlake.report;
