/** Which options {@code read_files} and {@code cloud_files} take, and what their values mean. */
package io.tweetlake.files;
