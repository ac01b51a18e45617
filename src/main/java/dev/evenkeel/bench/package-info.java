/**
 * Measures training as users get it: whole jobs through the public API, the same coordinator, workers and ledger; only the data
 * is made up.
 */
package dev.evenkeel.bench;
