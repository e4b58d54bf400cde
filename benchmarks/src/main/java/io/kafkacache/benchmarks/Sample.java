package io.kafkacache.benchmarks;

import java.util.Map;

/**
 * One measurement.
 *
 * @param scenario what was measured
 * @param contestant who
 * @param round which time, from 1
 * @param figures by name, with the unit in the name
 */
record Sample(String scenario, String contestant, int round, Map<String, Double> figures) {}
