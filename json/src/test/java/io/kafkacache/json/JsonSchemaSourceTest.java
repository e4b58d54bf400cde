package io.kafkacache.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where schemas come from. What is wrong with one shows when it is made, and is said with its source, the place and the rule. */
class JsonSchemaSourceTest {
    private static final String NEEDS_AGE = "{\"required\":[\"age\"]}";

    @TempDir
    Path folder;

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String schema) {
        return assertThatThrownBy(() -> JsonSchema.ofString(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("JSON Schema given as text");
    }

    private static void assertJudges(JsonSchema schema, String json, String... problems) {
        assertThat(schema.problems("a-key", JsonSamples.read(JsonCodec.tree(), json)))
                .containsExactly(problems);
    }

    @Test
    void aSchemaIsTextAFileOrAResource() throws Exception {
        Path file = Files.writeString(folder.resolve("a user.json"), NEEDS_AGE);

        assertJudges(JsonSchema.ofString(NEEDS_AGE), "{}", "/age: required");
        assertJudges(JsonSchema.ofFile(file), "{}", "/age: required");
        assertJudges(JsonSchema.ofResource("schemas/user.schema.json"), "{}", "/email: required");
        assertThat(JsonSchema.ofFile(file)).hasToString(file.toString());
        assertThat(JsonSchema.ofResource("schemas/user.schema.json")).hasToString("schemas/user.schema.json");
    }

    @Test
    void resourcesReferToResourcesRelativeToThem() {
        JsonSchema organization = JsonSchema.ofResource("schemas/organization.schema.json");

        assertJudges(organization, "{\"address\":{\"country\":\"DE\"}}");
        assertJudges(organization, "{\"address\":{\"country\":\"secret\"}}", "/address/country: pattern ^[A-Z]{2}$");
    }

    @Test
    void filesReferToFilesRelativeToThem() throws Exception {
        Path parts = Files.createDirectory(folder.resolve("some parts"));
        Files.writeString(parts.resolve("age.json"), "{\"properties\":{\"age\":{\"type\":\"integer\"}}}");
        Path file = Files.writeString(folder.resolve("user.json"), "{\"$ref\":\"some%20parts/age.json\"}");

        assertJudges(JsonSchema.ofFile(file), "{\"age\":\"secret\"}", "/age: type integer");
    }

    @Test
    void referencesWithinTheSchemaAndToTheDraftsNeedNoSource() {
        JsonSchema identified = JsonSchema.ofString("{\"$id\":\"https://example.com/user.json\","
                + "\"properties\":{\"age\":{\"$ref\":\"/user.json#/$defs/age\"}},\"$defs\":{\"age\":{\"minimum\":0}}}");
        JsonSchema ofSchemas = JsonSchema.ofString("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");

        assertJudges(identified, "{\"age\":-1}", "/age: minimum 0");
        assertJudges(ofSchemas, "{\"type\":\"object\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/address.json",
                "http://127.0.0.1:1/address.json",
                "file:///etc/hostname",
                "classpath:/schemas/user.schema.json",
                "address.json"
            })
    void nothingIsFetched(String reference) {
        assertRefused("{\"properties\":{\"a\":{\"$ref\":\"" + reference + "\"}}}")
                .hasMessageContaining("refers to " + reference + ", which is not fetched; put it into the schema");
    }

    @Test
    void aFileDoesNotLeadToTheNetwork() throws Exception {
        Path file = Files.writeString(folder.resolve("user.json"), "{\"$ref\":\"https://example.com/address.json\"}");

        assertThatThrownBy(() -> JsonSchema.ofFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": refers to https://example.com/address.json, which is not fetched; put it into the"
                        + " schema, under $defs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"properties":{"age":{"type":"strng"}}}  | /properties/age/type: enum
                    {"properties":{"age":{"minimum":"x"}}}   | /properties/age/minimum: type number
                    {"properties":{"a":{"pattern":"("}}}     | /properties/a/pattern: format regex
                    {"items":[{"type":"string"}]}            | /items: type ["object","boolean"]
                    {"$ref":"#/$defs/none"}                  | /$defs/none
                    {"$schema":"https://example.com/mine"}   | refers to https://example.com/mine, which is not fetched
                    3                                        | (document): type ["object","boolean"]
                    []                                       | (document): type ["object","boolean"]
                    {"type":"string","type":"object"}        | is not JSON
                    {"type":"string"} {}                     | is not JSON
                    {"type":                                 | is not JSON
                    """)
    void anInvalidSchemaIsRefusedWithThePlaceAndTheRule(String schema, String says) {
        assertRefused(schema).hasMessageContaining(says);
    }

    @Test
    void noSchemaIsRefused() {
        assertRefused("");
        assertRefused("null");
        assertThatThrownBy(() -> JsonSchema.ofResource("schemas/none.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schemas/none.json: cannot be read");
        assertThatThrownBy(() -> JsonSchema.ofFile(folder.resolve("none.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.json: cannot be read");
    }

    @Test
    void aDocumentThatIsReferredToIsHeldToTheSameRules() throws Exception {
        Path file = Files.writeString(folder.resolve("user.json"), "{\"$ref\":\"age.json\"}");

        assertThatThrownBy(() -> JsonSchema.ofFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("age.json, which cannot be read");
        Files.writeString(folder.resolve("age.json"), "{\"type\":\"strng\"}");
        assertThatThrownBy(() -> JsonSchema.ofFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(
                        "age.json, which breaks https://json-schema.org/draft/2020-12/schema: /type: enum");
    }
}
