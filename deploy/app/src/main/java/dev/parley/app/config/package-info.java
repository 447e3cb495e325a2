/**
 * Configuration as a tree of records: one per stage, declared beside the stage, put together in
 * {@link dev.parley.app.config.ParleyConfig}.
 *
 * <p>A component is a property; its path is made of the components' names in kebab case, {@code
 * gateway.http-port}. The root's {@code defaults()} gives every value that nobody set. Values come
 * from a YAML file, from the environment ({@code PARLEY_GATEWAY_HTTP_PORT}) and from flags ({@code
 * --set gateway.http-port=8001}); the later wins. A record checks itself in its compact constructor
 * and throws {@link java.lang.IllegalArgumentException} with a message that names the component:
 * {@code "httpPort must be 0 to 65535"}.
 *
 * <p>All that is wrong is reported at once, in one {@link
 * dev.parley.app.config.ConfigurationException}.
 */
@NullMarked
package dev.parley.app.config;

import org.jspecify.annotations.NullMarked;
