/**
 * The whole system on one machine: a lake in a folder, and the functions that keep it up to date.
 */
package io.tweetlake.local;
