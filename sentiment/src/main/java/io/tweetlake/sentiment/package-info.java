/** The mood of a post: small models, and a tokenizer for showing what people write. */
package io.tweetlake.sentiment;
