package io.kafkacache.codec;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Kafka's serializers as a codec. They need not be safe for several threads: a consumer calls its deserializer from one thread only, and some
 * keep a buffer or a decoder. So each is called under a lock of its own, and given and robbed of copies only.
 *
 * <p>The lock is held while foreign code runs, which is otherwise avoided: it is a leaf, for a serializer knows neither cache nor codec. It is
 * no monitor, so that a virtual thread may wait for a schema registry here.
 */
final class SerdeCodec<T> implements Codec<T> {
    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;
    private final boolean needsHeaders;
    private final ReentrantLock serializing = new ReentrantLock();
    private final ReentrantLock deserializing = new ReentrantLock();

    SerdeCodec(Serializer<T> serializer, Deserializer<T> deserializer, boolean needsHeaders) {
        this.serializer = serializer;
        this.deserializer = deserializer;
        this.needsHeaders = needsHeaders;
    }

    @Override
    public T decode(RecordContext context, ByteBuffer bytes) {
        byte[] copy = Text.copy(bytes);
        return call(deserializing, deserializer, () -> {
            T object = deserializer.deserialize(context.topic(), context.headers(), copy);
            return required(object, deserializer);
        });
    }

    @Override
    public byte[] encode(RecordContext context, T object) {
        return call(serializing, serializer, () -> {
            byte[] bytes = serializer.serialize(context.topic(), context.headers(), object);
            return required(bytes, serializer).clone();
        });
    }

    @Override
    public boolean needsHeaders() {
        return needsHeaders;
    }

    private static <R> R call(ReentrantLock lock, Object serializer, Supplier<R> call) {
        lock.lock();
        try {
            return call.get();
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException e) {
            throw withoutItsMessage(e, serializer);
        } finally {
            lock.unlock();
        }
    }

    /** Messages of serializers quote the value; so the types of what was thrown and the place are kept, the words are not. */
    private static CodecException withoutItsMessage(RuntimeException thrown, Object serializer) {
        StringBuilder types = new StringBuilder(thrown.getClass().getSimpleName());
        Throwable cause = thrown.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++) {
            types.append(", caused by ").append(cause.getClass().getSimpleName());
            cause = cause.getCause();
        }
        CodecException exception = new CodecException(
                "%s failed: %s".formatted(serializer.getClass().getName(), types));
        exception.setStackTrace(thrown.getStackTrace());
        return exception;
    }

    private static <R> R required(R result, Object serializer) {
        if (result == null) {
            throw new CodecException("%s gave null, which only stands for a delete"
                    .formatted(serializer.getClass().getName()));
        }
        return result;
    }
}
