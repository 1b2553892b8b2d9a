/** The command line. */
package io.tweetlake.local.cli;
