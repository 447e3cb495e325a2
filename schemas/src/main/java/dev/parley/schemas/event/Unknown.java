package dev.parley.schemas.event;

/** An event of a type or version that this build doesn't know yet; readers pass it over. */
public record Unknown(int schemaId) implements Event {}
