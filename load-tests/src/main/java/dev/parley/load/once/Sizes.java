package dev.parley.load.once;

/**
 * How much is done.
 *
 * @param kills of executors
 * @param stalls of executors, each longer than the group waits for a member
 * @param perSecond calls that are made
 * @param seed of the order of blows
 */
record Sizes(int kills, int stalls, int sessions, int partitions, int perSecond, long seed) {}
