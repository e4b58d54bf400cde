package io.kafkacache.json;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a schema ready before it is first asked, so that what is wrong with it shows where it is opened: it is held against its own draft, which
 * the library does not do by itself (it takes {@code "type": "strng"}), and every reference is followed now. Used by one thread, once.
 */
final class SchemaCompiler extends SchemaLoader {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final SchemaRegistryConfig ASSERTING_FORMATS =
            SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();

    private final SchemaSource source;
    private final SchemaRegistry registry;
    private final List<JsonNode> documents = new ArrayList<>();
    private @Nullable IllegalArgumentException refused;

    private SchemaCompiler(SchemaSource source) {
        super(List.of(), List.of());
        this.source = source;
        this.registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                b -> b.schemaRegistryConfig(ASSERTING_FORMATS).schemaLoader(this));
    }

    static JsonSchema compile(SchemaSource source) {
        SchemaCompiler compiler = new SchemaCompiler(source);
        try {
            return compiler.compile();
        } catch (SchemaException e) {
            throw compiler.refused != null ? compiler.refused : compiler.invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private JsonSchema compile() {
        JsonNode root = parse("", rootBytes());
        String address = source.address();
        Schema schema =
                address == null ? registry.getSchema(root) : registry.getSchema(SchemaLocation.of(address), root);
        schema.initializeValidators();
        Set<String> words = new HashSet<>();
        for (JsonNode document : documents) {
            addWords(document, words);
        }
        return new JsonSchema(source.name(), schema, new SchemaProblems(words::contains));
    }

    private byte[] rootBytes() {
        try {
            return source.read();
        } catch (IOException e) {
            throw invalid("cannot be read: " + e, e);
        }
    }

    /** {@code subject} is what comes between the source's name and what is wrong: empty for the schema itself. */
    private JsonNode parse(String subject, byte[] bytes) {
        JsonNode document;
        try {
            document = STRICT.readTree(bytes);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw invalid(
                    "%sis not JSON: %s, line %d, column %d"
                            .formatted(subject, e.getOriginalMessage(), at.getLineNr(), at.getColumnNr()),
                    e);
        }
        documents.add(document);
        requireValid(subject, document);
        return document;
    }

    /** Against the schema of its draft, which says nothing of documents that are neither object nor boolean but that they are not. */
    private void requireValid(String subject, JsonNode document) {
        JsonNode declared = document.get("$schema");
        String draft = declared != null && declared.isString() ? declared.stringValue() : DialectId.DRAFT_2020_12;
        Schema ofTheDraft = registry.getSchema(SchemaLocation.of(draft));
        List<String> problems = new SchemaProblems(word -> true).of(ofTheDraft, document);
        if (!problems.isEmpty()) {
            throw invalid("%sbreaks %s: %s".formatted(subject, draft, SchemaProblems.told(problems)), null);
        }
    }

    /** Any document that is referred to, also that of the draft. The library wraps what is thrown here, so it is kept. */
    @Override
    public @Nullable InputStreamSource getSchemaResource(AbsoluteIri iri) {
        AbsoluteIri bundled = resolveMetaSchemaId(iri);
        if (bundled != null) {
            return getClasspathResource(bundled);
        }
        try {
            byte[] bytes = source.read(iri.toString());
            if (bytes == null) {
                throw invalid("refers to " + iri + ", which is not fetched; put it into the schema, under $defs", null);
            }
            parse("refers to " + iri + ", which ", bytes);
            return () -> new ByteArrayInputStream(bytes);
        } catch (IOException e) {
            throw keep(invalid("refers to " + iri + ", which cannot be read: " + e, e));
        } catch (IllegalArgumentException e) {
            throw keep(e);
        }
    }

    private IllegalArgumentException keep(IllegalArgumentException e) {
        refused = refused == null ? e : refused;
        return e;
    }

    private IllegalArgumentException invalid(String what, @Nullable Exception cause) {
        return new IllegalArgumentException(what.startsWith(source.name()) ? what : source.name() + ": " + what, cause);
    }

    private static void addWords(JsonNode node, Set<String> words) {
        words.addAll(node.propertyNames());
        if (node.isString()) {
            words.add(node.stringValue());
        }
        for (JsonNode inner : node) {
            addWords(inner, words);
        }
    }
}
