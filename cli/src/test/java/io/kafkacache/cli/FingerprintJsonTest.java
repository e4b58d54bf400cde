package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Fingerprint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FingerprintJsonTest {
    @Test
    void readsWhatAServiceWrites() {
        Fingerprint written = new Fingerprint(
                "id",
                List.of(
                        new Fingerprint.Sums(0, 12, new long[] {10, 11}, new long[] {1, -1}),
                        new Fingerprint.Sums(1, 3, new long[] {3}, new long[] {Long.MIN_VALUE})));

        Fingerprint read = FingerprintJson.parse("-", written.toJson().getBytes(UTF_8));

        assertThat(read.toJson()).isEqualTo(written.toJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{}",
                "{'topicId':'id'}",
                "{'topicId':null,'partitions':[{'partition':0,'position':1,'fingerprint':'0'}]}",
                "{'topicId':'id','partitions':[]}",
                "{'topicId':'id','partitions':[7]}",
                "{'topicId':'id','partitions':[{'partition':1,'position':1,'fingerprint':'0'}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':-1,'fingerprint':'0'}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':1.5,'fingerprint':'0'}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':1,'fingerprint':null}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':1,'fingerprint':'x'}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':1,'fingerprint':'00000000000000000'}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':1,'fingerprint':7}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':1,'sums':[[1]]}]}",
                "{'topicId':'id','partitions':[{'partition':0,'position':1,'sums':[[2,'0'],[1,'0']]}]}",
            })
    void anythingElseIsAWrongCommandLine(String json) {
        Outcome outcome = Outcome.withInput(json.replace('\'', '"'), "verify", "--topic", "t", "--against", "-");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("--against -: ", "status --json").hasLineCount(1);
    }
}
