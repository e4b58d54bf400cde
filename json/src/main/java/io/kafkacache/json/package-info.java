/** JSON for keys and values, by Jackson 3. Start at {@link io.kafkacache.json.JsonCodec}. */
@NullMarked
package io.kafkacache.json;

import org.jspecify.annotations.NullMarked;
