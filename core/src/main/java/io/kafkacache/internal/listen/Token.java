package io.kafkacache.internal.listen;

import io.kafkacache.Position;
import io.kafkacache.Positions;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a listener has been told, in a form it can keep: which cache told it, of entries of which version, and up to which mark. As text: a
 * version byte, the fields with numbers as varints, a CRC-32; all in base64url without padding.
 */
record Token(long instance, String version, Mark mark) {
    private static final int FORMAT = 1;
    private static final int CHECK_BYTES = 4;

    Place place() {
        return mark.place();
    }

    String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FORMAT);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(instance).array());
        number(out, mark.step());
        text(out, version);
        text(out, place().topicId());
        number(out, place().generation());
        number(out, place().partitions());
        for (int p = 0; p < place().partitions(); p++) {
            Position position = place().positions().get(p);
            number(out, position.offset());
            number(out, position.leaderEpoch() - Position.NO_EPOCH);
            number(out, place().start(p));
        }
        out.writeBytes(ByteBuffer.allocate(CHECK_BYTES)
                .putInt(check(out.toByteArray()))
                .array());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    /** Reads what {@link #text} wrote; anything else is an {@link IllegalArgumentException}. */
    static Token parse(String text) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            ByteBuffer in = ByteBuffer.wrap(all, 0, Math.max(0, all.length - CHECK_BYTES));
            int format = in.get();
            if (format != FORMAT) {
                throw refused(text, "its format " + format + " is not known here", null);
            }
            byte[] checked = new byte[in.limit()];
            in.get(0, checked);
            if (ByteBuffer.wrap(all).getInt(in.limit()) != check(checked)) {
                throw refused(text, "it was cut or changed", null);
            }
            return read(in);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw e instanceof Refused refused ? refused : refused(text, "it is something else", e);
        }
    }

    private static Token read(ByteBuffer in) {
        long instance = in.getLong();
        long step = number(in);
        String version = text(in);
        String topicId = text(in);
        int generation = (int) number(in);
        List<Position> positions = new ArrayList<>();
        List<Position> starts = new ArrayList<>();
        for (long left = number(in); left > 0; left--) {
            positions.add(new Position(number(in), (int) number(in) + Position.NO_EPOCH));
            starts.add(Position.at(number(in)));
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("longer than its content");
        }
        Place place = new Place(topicId, generation, Positions.of(positions), Positions.of(starts));
        return new Token(instance, version, new Mark(step, place));
    }

    private static Refused refused(String text, String why, @Nullable Exception cause) {
        return new Refused(
                "the resume token (" + text.length() + " characters) is not one that onBookmark gave: " + why, cause);
    }

    private static int check(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static void number(ByteArrayOutputStream out, long value) {
        long rest = value;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
            out.write((int) (rest & 0x7f) | 0x80);
        }
        out.write((int) rest);
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number without an end");
    }

    private static void text(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static String text(ByteBuffer in) {
        long length = number(in);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a text without an end");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A token that is none. */
    private static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }
}
