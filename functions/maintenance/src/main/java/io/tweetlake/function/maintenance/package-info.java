/** The function that looks after all tables once a night. */
package io.tweetlake.function.maintenance;
