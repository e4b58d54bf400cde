package io.kafkacache.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Text in UTF-8, where some values mean something else; remembers how often each record was interpreted. */
final class ContractInterpreter implements Interpreter<String, String> {
    /** Values that begin so are rejected. */
    static final String REJECT = "!reject";
    /** Values that begin so let their key leave. */
    static final String LEAVE = "!leave";

    private final boolean keysAreBytes;
    private final Map<String, Integer> times = new ConcurrentHashMap<>();

    ContractInterpreter(boolean keysAreBytes) {
        this.keysAreBytes = keysAreBytes;
    }

    /** How often records were interpreted, by {@code partition@offset}. */
    Map<String, Integer> times() {
        return times;
    }

    @Override
    public boolean keysAreBytes() {
        return keysAreBytes;
    }

    @Override
    public byte[] encodeKey(String key) {
        return key.getBytes(UTF_8);
    }

    @Override
    public @Nullable Entry<String, String> interpret(
            String key, Source source, long offset, long timestampMillis, ByteBuffer value, @Nullable Headers headers) {
        times.merge(source.partition() + "@" + offset, 1, Integer::sum);
        String text = UTF_8.decode(value).toString();
        if (headers != null) {
            text += "+" + new String(headers.lastHeader("more").value(), UTF_8);
        }
        if (text.startsWith(LEAVE)) {
            return null;
        }
        if (text.startsWith(REJECT)) {
            Rejection rejection =
                    TestChange.at(source.partition(), offset, timestampMillis).rejection();
            return Entry.rejected(key, rejection, source, offset, timestampMillis);
        }
        return Entry.of(key, text, source, offset, timestampMillis);
    }
}
