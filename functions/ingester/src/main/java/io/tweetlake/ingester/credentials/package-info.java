/** Keys for a source's server, and where they are kept. */
package io.tweetlake.ingester.credentials;
