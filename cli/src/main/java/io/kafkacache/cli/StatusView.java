package io.kafkacache.cli;

import io.kafkacache.CacheStatus;
import io.kafkacache.Fingerprint;
import io.kafkacache.PartitionStatus;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The status of a cache, as a table or as JSON. */
final class StatusView {
    private static final HexFormat HEX = HexFormat.of();

    private final CacheStatus status;
    private final List<Fingerprint.Sums> sums;
    private final Map<String, Long> rejections = new TreeMap<>();

    /** {@code sums} where those of earlier positions are to be shown too, else empty. */
    StatusView(CacheStatus status, List<Fingerprint.Sums> sums) {
        this.status = status;
        this.sums = sums;
        status.rejections()
                .forEach((reason, count) -> rejections.put(reason.name().toLowerCase(Locale.ROOT), count));
    }

    List<String> lines() {
        Table table = new Table()
                .row("topic", status.topic() + (status.topicId() == null ? "" : " (" + status.topicId() + ")"))
                .row("state", status.state().name())
                .row("ready", status.ready() ? "yes" : "no")
                .row("entries", Bar.count(status.entries()))
                .row(
                        "records",
                        Bar.count(status.recordsApplied()) + " read in "
                                + Durations.text(status.catchUp().elapsed()))
                .row("bytes", Bar.count(status.catchUp().bytes()) + " read")
                .row("lag", status.lagRecords() < 0 ? "not known" : Bar.count(status.lagRecords()) + " records")
                .row("rejected", rejected());
        if (status.missingKeys() > 0) {
            table.row("no key", Bar.count(status.missingKeys()) + " records, skipped");
        }
        if (status.keysOnSeveralPartitions() > 0) {
            table.row(
                    "partitioning", Bar.count(status.keysOnSeveralPartitions()) + " records whose key stood elsewhere");
        }
        if (status.openTransaction() != null) {
            table.row("waits for", String.valueOf(status.openTransaction()));
        }
        if (status.lastError() != null) {
            table.row("error", status.lastError());
        }
        List<String> lines = new ArrayList<>(table.lines());
        if (!status.partitions().isEmpty()) {
            lines.add("");
            lines.addAll(partitions());
        }
        status.lastRejections().forEach(rejection -> lines.add("rejected: " + rejection.message()));
        return lines;
    }

    private String rejected() {
        long sum = rejections.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder text = new StringBuilder(Bar.count(sum));
        rejections.forEach((reason, count) -> text.append(count == 0 ? "" : ", " + Bar.count(count) + " " + reason));
        return text.toString();
    }

    private List<String> partitions() {
        Table table = new Table().row("PARTITION", "POSITION", "END", "LAG", "FINGERPRINT");
        for (PartitionStatus p : status.partitions()) {
            table.row(
                    Integer.toString(p.partition()),
                    Long.toString(p.position().offset()),
                    p.head() < 0 ? "-" : Long.toString(p.head()),
                    p.lag() < 0 ? "-" : Long.toString(p.lag()),
                    p.fingerprint() == null ? "-" : HEX.toHexDigits(p.fingerprint()));
        }
        return table.lines();
    }

    byte[] json() {
        JsonLine line = new JsonLine()
                .member("name", status.name())
                .member("topic", status.topic())
                .member("topicId", status.topicId())
                .member("state", status.state().name())
                .member("ready", status.ready())
                .member("servable", status.servable())
                .member("live", status.live())
                .member("stale", status.stale())
                .member(
                        "stalenessMillis",
                        status.staleness() == null
                                ? null
                                : (Long) status.staleness().toMillis())
                .member("generation", status.generation())
                .member("entries", status.entries())
                .member("recordsApplied", status.recordsApplied())
                .member("bytesRead", status.catchUp().bytes())
                .member("catchUpMillis", status.catchUp().elapsed().toMillis())
                .member("lagRecords", status.lagRecords() < 0 ? null : (Long) status.lagRecords())
                .member("missingKeys", status.missingKeys())
                .member("keysOnSeveralPartitions", status.keysOnSeveralPartitions())
                .member("lastError", status.lastError());
        JsonLine reasons = new JsonLine();
        rejections.forEach(reasons::member);
        line.name("rejections").raw(reasons.end().bytes());
        line.name("partitions")
                .raw(String.valueOf(status.partitions().stream().map(this::json).toList()));
        line.name("lastRejections")
                .raw(String.valueOf(status.lastRejections().stream()
                        .map(rejection ->
                                new JsonLine().string(rejection.message()).text())
                        .toList()));
        return line.end().bytes();
    }

    private String json(PartitionStatus p) {
        JsonLine line = new JsonLine()
                .member("partition", p.partition())
                .member("position", p.position().offset())
                .member("end", p.head() < 0 ? null : (Long) p.head())
                .member("lag", p.lag() < 0 ? null : (Long) p.lag())
                .member("fingerprint", p.fingerprint() == null ? null : HEX.toHexDigits(p.fingerprint()));
        if (p.partition() < sums.size()) {
            line.name("sums").raw(json(sums.get(p.partition())));
        }
        return line.end().text();
    }

    private static String json(Fingerprint.Sums of) {
        long[] positions = of.positions();
        long[] values = of.sums();
        StringJoiner pairs = new StringJoiner(",", "[", "]");
        for (int i = 0; i < positions.length; i++) {
            pairs.add("[" + positions[i] + ",\"" + HEX.toHexDigits(values[i]) + "\"]");
        }
        return pairs.toString();
    }
}
