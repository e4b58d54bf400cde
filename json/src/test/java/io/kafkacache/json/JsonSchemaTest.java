package io.kafkacache.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a schema finds, and how it says so: pointer and rule, never the value. */
class JsonSchemaTest {
    private static final JsonSchema USER = JsonSchema.ofResource("schemas/user.schema.json");

    private static List<String> problems(JsonSchema schema, String json) {
        return schema.problems("a-key", JsonSamples.read(JsonCodec.tree(), json));
    }

    @Test
    void nothingIsWrongWithAValidDocument() {
        assertThat(problems(USER, "{\"email\":\"ann@example.com\",\"name\":\"Ann\",\"age\":1,\"tags\":[\"a\",\"b\"]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"age":-1,"name":""}                     | /age: minimum 0
                    {"age":"secret","name":""}               | /age: type integer
                    {"age":1}                                | /age: dependentRequired
                    {"name":"secret secret secret secret"}   | /name: maxLength 20
                    {"id":"secret"}                          | /id: format uuid
                    {"role":"secret"}                        | /role: enum ["admin","member"]
                    {"tags":["a","SECRET"]}                  | /tags/1: pattern ^[a-z]+$
                    {"tags":["secret","secret"]}             | /tags: uniqueItems true
                    {"home/a~b":"secret"}                    | /home~1a~0b: const 5
                    {"secret":"secret"}                      | /*: additionalProperties false
                    {"phones":{"secret":1}}                  | /phones/*: type string
                    {"phones":{"1":"secret-secret"}}         | /phones/*: maxLength 9
                    """)
    void aProblemIsThePointerAndTheRuleNeverTheValue(String json, String problem) {
        String valid = json.replaceFirst("\\{", "{\"email\":\"ann@example.com\",");

        assertThat(problems(USER, valid)).containsExactly(problem);
    }

    @Test
    void aMissingPropertyIsNamed() {
        assertThat(problems(USER, "{}")).containsExactly("/email: required");
    }

    @Test
    void theWholeDocumentHasNoPointer() {
        assertThat(problems(USER, "[\"secret\"]")).containsExactly("(document): type object");
        assertThat(problems(JsonSchema.ofString("false"), "\"secret\"")).containsExactly("(document): not allowed");
    }

    @Test
    void whatOneOfSeveralBranchesDemandsIsSaidToBeThat() {
        assertThat(problems(USER, "{\"email\":\"ann@example.com\",\"contact\":[\"secret\"]}"))
                .containsExactly("/contact: type string (anyOf/0)", "/contact: type null (anyOf/1)");
    }

    @Test
    void everythingThatIsWrongIsFoundAndEachOnce() {
        assertThat(problems(USER, "{\"age\":-1,\"x\":1,\"y\":2}"))
                .containsExactlyInAnyOrder(
                        "/age: minimum 0",
                        "/email: required",
                        "/age: dependentRequired",
                        "/*: additionalProperties false");
    }

    @Test
    void namesOfPropertiesAreToldOnlyWhereTheSchemaHasThem() {
        JsonSchema names = JsonSchema.ofString("{\"propertyNames\":{\"maxLength\":3},\"minProperties\":3}");

        assertThat(problems(names, "{\"secret\":1}"))
                .containsExactlyInAnyOrder("/*: propertyNames", "(document): minProperties 3");
    }

    @Test
    void aRuleThatIsLongIsNamedOnly() {
        JsonSchema longs = JsonSchema.ofString("{\"pattern\":\"^" + "a".repeat(100) + "$\"}");

        assertThat(problems(longs, "\"secret\"")).containsExactly("(document): pattern");
    }

    @Test
    void theDraftOfTheSchemaHolds() {
        JsonSchema draft7 = JsonSchema.ofString("{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
                + "\"items\":[{\"type\":\"string\"}],\"additionalItems\":false}");
        JsonSchema newest = JsonSchema.ofString("{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}");

        assertThat(problems(draft7, "[\"a\",2]")).containsExactly("/1: additionalItems false");
        assertThat(problems(draft7, "[1]")).containsExactly("/0: type string");
        assertThat(problems(newest, "[1,2]")).containsExactly("/0: type string", "/1: items false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"})
    void formatsAreAssertedInEveryDraft(String draft) {
        JsonSchema schema = JsonSchema.ofString("{\"$schema\":\"" + draft + "\",\"format\":\"date-time\"}");

        assertThat(problems(schema, "\"secret\"")).containsExactly("(document): format date-time");
        assertThat(problems(schema, "\"2026-11-29T10:00:00Z\"")).isEmpty();
    }

    /** An Error fails the cache: no value may cause one. */
    @Test
    void whatCannotBeJudgedIsAProblem() {
        JsonSchema loop = JsonSchema.ofString("{\"$ref\":\"#\"}");
        JsonSchema recursing = JsonSchema.ofString("{\"pattern\":\"^(a|b)*$\"}");

        assertThat(problems(loop, "1")).containsExactly("(document): deeper than 500 schemas within each other");
        assertThat(problems(recursing, "\"" + "a".repeat(1_000_000) + "\""))
                .containsExactly("(document): judging it exhausts the stack");
        assertThat(problems(recursing, "\"ab\"")).isEmpty();
    }

    @Test
    void oneSchemaServesManyThreads() throws Exception {
        List<JsonNode> documents = List.of(
                JsonSamples.read(JsonCodec.tree(), "{\"email\":\"ann@example.com\",\"age\":-1,\"name\":\"\"}"),
                JsonSamples.read(JsonCodec.tree(), "{\"email\":\"ann@example.com\",\"contact\":null}"),
                JsonSamples.read(JsonCodec.tree(), "{}"));
        JsonSchema fresh = JsonSchema.ofResource("schemas/user.schema.json");
        Callable<List<List<String>>> judge = () -> Collections.nCopies(300, documents).stream()
                .flatMap(List::stream)
                .map(document -> fresh.problems("a-key", document))
                .distinct()
                .toList();

        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<List<List<String>>> judged : threads.invokeAll(Collections.nCopies(8, judge))) {
                assertThat(judged.get())
                        .containsExactly(List.of("/age: minimum 0"), List.of(), List.of("/email: required"));
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
