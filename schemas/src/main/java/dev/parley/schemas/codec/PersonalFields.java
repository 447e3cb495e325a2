package dev.parley.schemas.codec;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** Finds the personal fields of a schema, however deep. */
final class PersonalFields {
    private final Map<String, Schema> found;
    private final Set<String> seen = new HashSet<>();

    private PersonalFields(Map<String, Schema> found) {
        this.found = found;
    }

    /** Adds each personal field's clear schema, by record name and field. */
    static void collect(Schema schema, Map<String, Schema> into) {
        new PersonalFields(into).visit(schema);
    }

    private void visit(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> visit(schema, field));
                }
            }
            case ARRAY -> visit(schema.getElementType());
            case MAP -> visit(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::visit);
            default -> {
                // scalars hold no fields
            }
        }
    }

    private void visit(Schema record, Schema.Field field) {
        if (field.getObjectProp(AvroForm.PERSONAL) != null) {
            found.put(record.getFullName() + "." + field.name(), AvroForm.clear(field));
        }
        visit(field.schema());
    }
}
