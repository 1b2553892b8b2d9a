/**
 * Lines of JSON: their schema over a batch of files, and the check that decides line by line what a
 * table's columns can hold exactly. Internal to the engine.
 */
package io.tweetlake.engine.json;
