/** How messages become objects of the landing bucket. */
package io.tweetlake.ingester.internal.landing;
