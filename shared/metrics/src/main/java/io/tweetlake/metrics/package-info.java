/**
 * Metrics as log lines that CloudWatch reads, under the name of the deployment that writes them.
 */
package io.tweetlake.metrics;
