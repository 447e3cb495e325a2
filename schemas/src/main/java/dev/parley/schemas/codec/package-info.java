/**
 * Events and states as bytes.
 *
 * <p>A value is framed as Confluent's clients do it: a zero byte, the schema's id in four bytes,
 * Avro binary. The schemas are committed files with fixed ids ({@code META-INF/parley/schemas.tsv},
 * one such index per module), so that nobody asks a registry. What another build wrote with a
 * schema that this one doesn't have is read by the schema which that build published ({@link
 * dev.parley.schemas.codec.SchemaSource}). The Avro form of a record is derived from its
 * components; a test holds it against the committed file. Avro's classes stay in this package.
 *
 * <p>A {@link dev.parley.schemas.event.Personal} component is an Avro {@code bytes} field, or a
 * union of null and that, with the property {@code personal}, which holds the schema of the clear
 * value. Its bytes are a version (1), the key's id (16 bytes), a nonce (12 bytes) and AES-256-GCM
 * ciphertext with its tag (NIST SP 800-38D); the record's and the field's name are authenticated
 * with it. No bytes at all mean an erased value.
 *
 * <p>Everything here is safe for use by many threads.
 */
@NullMarked
package dev.parley.schemas.codec;

import org.jspecify.annotations.NullMarked;
