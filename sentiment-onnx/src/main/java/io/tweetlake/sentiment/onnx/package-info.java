/** Language models exported from Hugging Face, run in this process with ONNX Runtime. */
package io.tweetlake.sentiment.onnx;
