/** JSON for keys and values, by Jackson 3. Start at {@link io.kafkacache.json.JsonCodec}; {@link io.kafkacache.json.JsonSchema} says what is valid. */
@NullMarked
package io.kafkacache.json;

import org.jspecify.annotations.NullMarked;
