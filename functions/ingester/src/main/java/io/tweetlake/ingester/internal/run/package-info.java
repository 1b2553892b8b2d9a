/** What one run keeps: counts, its queue, its reasons to stop. */
package io.tweetlake.ingester.internal.run;
