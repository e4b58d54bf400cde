package io.kafkacache.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip as RFC 1952 has it: any number of members, every optional field of their headers, nothing behind the last one. Not by
 * {@code GZIPInputStream}: that one takes whatever follows a member, and is no header, for the end, so that damaged data passes in silence.
 */
final class Gunzip {
    /** Room for one byte more than is allowed, which shows that the limit is passed; arrays end a little below the largest int. */
    static final int MAX_BYTES = Integer.MAX_VALUE - 16;

    private static final int MAGIC = 0x8B1F;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final int SHORTEST_MEMBER = 20;
    /** No input of deflate unpacks to more than this many times its size. */
    private static final long MAX_RATIO = 1032;

    private final ByteBuffer in;
    private final Inflater inflater;
    private final int maxBytes;
    private byte[] out;
    private int size;

    private Gunzip(ByteBuffer in, Inflater inflater, int maxBytes) {
        this.in = in;
        this.inflater = inflater;
        this.maxBytes = maxBytes;
        this.out = new byte[expectedBytes(in, maxBytes) + 1];
    }

    /** Leaves the position of {@code packed} where it is. */
    static ByteBuffer unpack(ByteBuffer packed, int maxBytes) {
        Inflater inflater = new Inflater(true);
        try {
            Gunzip gunzip = new Gunzip(packed.slice().order(ByteOrder.LITTLE_ENDIAN), inflater, maxBytes);
            return gunzip.members();
        } catch (BufferUnderflowException e) {
            throw new CodecException("gzip data of %d bytes is truncated".formatted(packed.remaining()), e);
        } catch (DataFormatException e) {
            throw new CodecException("gzip data of %d bytes is damaged".formatted(packed.remaining()), e);
        } finally {
            inflater.end();
        }
    }

    /** The size that the trailer claims, as far as it can be true: a lie must not allocate more than honest data could. */
    private static int expectedBytes(ByteBuffer in, int maxBytes) {
        if (in.remaining() < SHORTEST_MEMBER) {
            return 0;
        }
        long claimed = Integer.toUnsignedLong(in.getInt(in.limit() - Integer.BYTES));
        return (int) Math.min(Math.min(claimed, maxBytes), in.remaining() * MAX_RATIO);
    }

    private ByteBuffer members() throws DataFormatException {
        do {
            header();
            int start = size;
            body();
            trailer(start);
        } while (in.hasRemaining());
        return ByteBuffer.wrap(out, 0, size);
    }

    private void header() {
        int start = in.position();
        if (Short.toUnsignedInt(in.getShort()) != MAGIC) {
            throw new CodecException(
                    start == 0
                            ? "data does not begin as gzip does"
                            : "gzip data is followed by other data at byte " + start);
        }
        int method = in.get();
        int flags = in.get();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw new CodecException("gzip header at byte %d is of an unknown kind".formatted(start));
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(Short.toUnsignedInt(in.getShort()));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            CRC32 crc = new CRC32();
            crc.update(in.slice(start, in.position() - start));
            require((short) crc.getValue() == in.getShort(), "header's checksum");
        }
    }

    private void body() throws DataFormatException {
        inflater.reset();
        inflater.setInput(in);
        while (!inflater.finished()) {
            int inflated = inflater.inflate(out, size, out.length - size);
            size += inflated;
            if (size > maxBytes) {
                throw new CodecException("gzip data unpacks to more than %d bytes; use gzip(codec, maxBytes) for more"
                        .formatted(maxBytes));
            }
            if (inflater.needsDictionary()) {
                throw new DataFormatException("a preset dictionary, which gzip does not have");
            }
            if (size == out.length) {
                out = Arrays.copyOf(out, (int) Math.min(Math.max(64, out.length * 2L), maxBytes + 1L));
            } else if (inflated == 0 && inflater.needsInput()) {
                throw new BufferUnderflowException();
            }
        }
    }

    private void trailer(int start) {
        CRC32 crc = new CRC32();
        crc.update(out, start, size - start);
        require(in.getInt() == (int) crc.getValue(), "checksum");
        require(in.getInt() == size - start, "length");
    }

    private void skip(int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private void skipText() {
        while (in.get() != 0) {
            // up to its closing zero
        }
    }

    private static void require(boolean matches, String what) {
        if (!matches) {
            throw new CodecException("gzip data is damaged: its %s does not match".formatted(what));
        }
    }
}
