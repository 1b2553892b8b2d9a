/** An object store such as S3, as the rest of Tweetlake sees it. */
package io.tweetlake.store;
