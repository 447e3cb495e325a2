/**
 * What users may let the agent do: the grants in PostgreSQL, and the decision by them and the
 * user's role.
 *
 * <p>Asked on the lanes of authorization and by the gateway's routes, on many threads. A decision
 * may lag behind a change by as long as {@link
 * dev.parley.connectors.tools.permission.StoredPermissions} keeps what it looked up.
 */
@NullMarked
package dev.parley.connectors.tools.permission;

import org.jspecify.annotations.NullMarked;
