package dev.evenkeel.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** Says in one sentence why a file could not be read; the exceptions of Java often carry a path alone. */
final class ReadFailure {
    private ReadFailure() {}

    static DataException of(String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new DataException(name + " does not exist", e);
        }
        if (e instanceof AccessDeniedException) {
            return new DataException(name + " cannot be read: permission denied", e);
        }
        if (e instanceof CharacterCodingException) {
            return new DataException(name + " cannot be read: it is not UTF-8 text", e);
        }
        if (e instanceof ZipException) {
            return new DataException(name + " is damaged: it cannot be unzipped (" + e.getMessage() + ")", e);
        }
        return new DataException(name + " cannot be read: " + e.getMessage(), e);
    }
}
