package dev.parley.streams.stage;

/**
 * How far a partition's hash chain has come.
 *
 * @param next the number of the next record
 * @param link that of the last record
 */
public record ChainHead(long next, byte[] link) {}
