package dev.parley.connectors.tools.weather;

/** A place as the service knows it. */
record Spot(String name, double latitude, double longitude) {}
