/** A stand-in for SageMaker Runtime, so that its client can run where there is no cloud. */
package io.tweetlake.sentiment.endpoint;
