package io.kafkacache.json;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Says what a schema found, in words of the schema alone. The library's own messages quote the value, and a JSON Pointer is no better where an
 * object is used as a map: its keys are data. So a property name is told only if it is a word of the schema.
 */
final class SchemaProblems {
    private static final int MOST_DEEP = 500;
    private static final int LONGEST_RULE = 80;
    private static final int TOLD = 5;
    private static final Set<String> LISTS = Set.of("type", "enum");
    private static final Set<String> CHOICES = Set.of("anyOf", "oneOf");

    private final Predicate<String> isWord;

    /** Tells the property names that {@code isWord} takes. */
    SchemaProblems(Predicate<String> isWord) {
        this.isWord = isWord;
    }

    /** Everything that is wrong with a document. */
    List<String> of(Schema schema, JsonNode document) {
        Set<String> problems = new LinkedHashSet<>();
        try {
            for (Error error : errors(schema, document)) {
                problems.add(pointer(error) + ": " + rule(error));
            }
        } catch (ValidationLimitExceededException e) {
            problems.add("(document): deeper than " + MOST_DEEP + " schemas within each other");
        } catch (StackOverflowError e) {
            // A pattern such as (a|b)* recurses for each character, and an Error would fail the cache for one long
            // value.
            problems.add("(document): judging it exhausts the stack");
        }
        return List.copyOf(problems);
    }

    /** As part of a sentence: the first few, for there may be hundreds. */
    static String told(List<String> problems) {
        String first = String.join("; ", problems.subList(0, Math.min(TOLD, problems.size())));
        return problems.size() <= TOLD ? first : first + "; and " + (problems.size() - TOLD) + " more";
    }

    private static List<Error> errors(Schema schema, JsonNode document) {
        return schema.validate(document, context -> context.executionConfig(c -> c.maxEvaluationDepth(MOST_DEEP)));
    }

    private String pointer(Error error) {
        List<Object> steps = elements(error.getInstanceLocation());
        if (error.getProperty() != null) {
            steps.add(error.getProperty());
        } else if (error.getIndex() != null) {
            steps.add(error.getIndex());
        }
        StringBuilder pointer = new StringBuilder();
        for (Object step : steps) {
            pointer.append('/').append(step instanceof String name ? told(name) : step);
        }
        return pointer.isEmpty() ? "(document)" : pointer.toString();
    }

    private String told(String name) {
        return isWord.test(name) ? name.replace("~", "~0").replace("/", "~1") : "*";
    }

    /** The keyword, what it demands where that is short, and which branch it stands in where others could do instead. */
    private static String rule(Error error) {
        String keyword = error.getKeyword();
        if (keyword.equals("false")) {
            return "not allowed";
        }
        return keyword + demanded(keyword, error.getSchemaNode()) + branch(elements(error.getEvaluationPath()));
    }

    private static String demanded(String keyword, JsonNode demand) {
        if (demand == null || !(demand.isValueNode() || (demand.isArray() && LISTS.contains(keyword)))) {
            return "";
        }
        String text = demand.isString() ? demand.stringValue() : demand.toString();
        boolean plain = text.length() <= LONGEST_RULE && text.chars().noneMatch(Character::isISOControl);
        return plain ? " " + text : "";
    }

    private static String branch(List<Object> path) {
        for (int i = path.size() - 2; i >= 0; i--) {
            if (CHOICES.contains(path.get(i)) && path.get(i + 1) instanceof Integer which) {
                return " (" + path.get(i) + "/" + which + ")";
            }
        }
        return "";
    }

    private static List<Object> elements(NodePath path) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            elements.add(path.getElement(i));
        }
        return elements;
    }
}
