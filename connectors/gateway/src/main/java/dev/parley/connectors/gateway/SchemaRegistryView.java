package dev.parley.connectors.gateway;

import java.util.List;
import java.util.Optional;

/** The committed schemas, as a schema registry shows them. Safe for use by many threads. */
public interface SchemaRegistryView {
    /** The Avro schema of an id, as JSON. */
    Optional<String> schema(int id);

    List<String> subjects();

    /** A subject's versions, ascending; empty if there is no such subject. */
    List<Version> versions(String subject);

    /**
     * @param version from 1
     * @param id the schema's id on the wire
     */
    record Version(int version, int id) {}
}
