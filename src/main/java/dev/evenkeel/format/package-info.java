/**
 * Files that others read: safetensors, canonical JSON, and how a file is replaced as a whole. The same content gives the same
 * bytes on every machine and every Java.
 */
package dev.evenkeel.format;
