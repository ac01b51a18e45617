/**
 * The commands. Each is a class of its own that reads its options, calls the program's inside, and prints; nothing else in
 * the program prints. What users and scripts rely on: results on standard output, one sentence on standard error where
 * something is wrong, and the exit statuses of {@link dev.evenkeel.cli.ExitStatus}.
 */
package dev.evenkeel.cli;
