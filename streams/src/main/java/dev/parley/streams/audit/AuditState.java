package dev.parley.streams.audit;

/**
 * @param entries how many were made for the session
 */
public record AuditState(long entries) {}
