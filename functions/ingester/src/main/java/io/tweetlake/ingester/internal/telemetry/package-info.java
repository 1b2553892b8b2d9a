/** How a run tells people and machines what it does. */
package io.tweetlake.ingester.internal.telemetry;
