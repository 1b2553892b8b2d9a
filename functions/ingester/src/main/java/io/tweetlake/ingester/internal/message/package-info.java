/** What a source's line is: a post, a notice or neither, and how a post is shaped. */
package io.tweetlake.ingester.internal.message;
