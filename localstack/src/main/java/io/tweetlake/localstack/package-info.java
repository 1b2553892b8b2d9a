/**
 * The deployed shape on a laptop: emulators of AWS, the CDK's command line pointed at them, and
 * hosts for functions where the emulator runs none.
 */
package io.tweetlake.localstack;
