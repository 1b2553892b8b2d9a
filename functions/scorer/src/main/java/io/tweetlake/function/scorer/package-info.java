/** The function of tables that ask a model: {@code ai_query} through SageMaker. */
package io.tweetlake.function.scorer;
