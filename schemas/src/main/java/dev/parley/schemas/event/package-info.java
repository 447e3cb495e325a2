/**
 * What happens in a conversation, as immutable records.
 *
 * <p>One sealed family per kind of topic; {@link dev.parley.schemas.event.Event} is their root. A
 * component of type {@link dev.parley.schemas.event.Personal} is encrypted on the wire with the key
 * of the record's {@link dev.parley.schemas.event.Owner}; all others stay readable for analysts and
 * must hold nothing personal.
 */
@NullMarked
package dev.parley.schemas.event;

import org.jspecify.annotations.NullMarked;
