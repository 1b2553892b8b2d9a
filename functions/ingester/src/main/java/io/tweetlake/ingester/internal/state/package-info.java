/** What a run leaves in the bucket for the next one: how far it came, and who is at work. */
package io.tweetlake.ingester.internal.state;
